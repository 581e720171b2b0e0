package org.identitybroker.diagnosis;

/// The checks, in the order of the answer; `docs/diagnosis.md` has a row for each.
enum CheckId {
    AWS_CREDENTIALS("aws-credentials"),
    POOL_REACHABLE("pool-reachable"),
    CLOCK_SKEW("clock-skew"),
    DEVELOPER_PROVIDER("developer-provider"),
    GUESTS("guests"),
    CLASSIC_FLOW("classic-flow"),
    ROLES("roles"),
    USER_ROLE_TRUST("user-role-trust"),
    GUEST_ROLE_TRUST("guest-role-trust"),
    QUOTA("quota"),
    MAPPING("mapping"),
    POSTGRES_VERSION("postgres-version"),
    REPLICATION("replication"),
    AUDIT_PARTITIONS("audit-partitions"),
    SERVER_CERTIFICATE("server-certificate"),
    CALLER_KEYS("caller-keys");

    private final String text;

    CheckId(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
