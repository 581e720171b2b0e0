package org.identitybroker.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.identitybroker.caller.Permission;

/// The settings that the tests of the running broker share: pools beside the demo's, and callers with
/// different rights.
public final class BrokerSettings implements QuarkusTestResourceLifecycleManager {
    public static final String CUSTOMERS_ID = "eu-west-1:00000000-0000-4000-8000-0000000000c1";
    public static final String STAFF_ID = "eu-west-1:00000000-0000-4000-8000-0000000000c2";
    public static final String MEMBERS_ID = "eu-west-1:00000000-0000-4000-8000-0000000000c3";
    public static final String AGENTS_ID = "eu-west-1:00000000-0000-4000-8000-0000000000ca";
    public static final String CHINA_ID = "cn-north-1:00000000-0000-4000-8000-0000000000cb";
    public static final String CLINIC_ID = "eu-west-1:00000000-0000-4000-8000-0000000000cc";
    public static final String PROVIDER = "login.example.com";

    /// Whom the caller `device` acts as.
    public static final String DEVICES_USER = "device-17";

    /// `m` 32 times, in base64.
    private static final String MEMBERS_KEY = "bW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW0=";

    @Override
    public Map<String, String> start() {
        return settings();
    }

    @Override
    public void stop() {}

    /// `shop` may do most with customers; `staff` has prefixes and no duration limit of its own; `reader` may
    /// only read; `both` may use two pools; `club` is for a pool with pseudonyms; `slow` may ask once in a second;
    /// `admin`, `staffadmin` and `clubadmin` look after the identities of one pool each, and `shopdesk` after those
    /// of users whose ids begin with `shop:`; `batch` gets credentials for a pool that allows it, `batches` may use
    /// a pool that does not, too, and `agentsdesk` gets only tokens for the first; `only-token-issue` and its like
    /// have one permission each, with agents, and `all-elsewhere` has all, with staff; `auditor` reads the
    /// audit trail of three pools, and `shopauditor` that of the users whose ids begin with `shop:`; `device` acts
    /// as one user, and `slowdevice` as the same, once in a second; `doctor` diagnoses `clinic`, where `patient`
    /// issues tokens.
    public static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("broker.issuers.inhouse.issuer", CallerTokens.ISSUER);
        settings.put("broker.issuers.inhouse.audience", CallerTokens.AUDIENCE);
        settings.put("broker.issuers.inhouse.jwks", "file:" + CallerTokens.jwksFile());
        pool(settings, "customers", CUSTOMERS_ID);
        pool(settings, "staff", STAFF_ID);
        caller(settings, "shop", "token:issue,identity:read", "customers");
        settings.put("broker.callers.shop.max-token-duration", "PT10M");
        settings.put("broker.callers.shop.principal-tags", "tier");
        caller(settings, "staffdesk", "token:issue", "staff");
        settings.put("broker.callers.staffdesk.user-id-prefixes", "hr:,it:");
        caller(settings, "reader", "identity:read", "customers");
        caller(settings, "both", "token:issue", "customers,staff");
        pool(settings, "members", MEMBERS_ID);
        settings.put("broker.pools.members.user-identifier", "hmac-sha256");
        settings.put("broker.pools.members.user-identifier-key", MEMBERS_KEY);
        settings.put("broker.pools.members.user-identifier-key-id", "k2026");
        settings.put("broker.pools.members.reuse-min-remaining", "PT10M");
        caller(settings, "club", "token:issue", "members");
        caller(settings, "slow", "token:issue", "customers");
        settings.put("broker.callers.slow.requests-per-second", "1");
        pool(settings, "agents", AGENTS_ID);
        settings.put("broker.pools.agents.server-side-credentials", "true");
        pool(settings, "china", CHINA_ID);
        settings.put("broker.pools.china.server-side-credentials", "true");
        caller(settings, "batch", "credentials:issue", "agents");
        settings.put("broker.callers.batch.max-token-duration", "PT10M");
        settings.put("broker.callers.batch.principal-tags", "tier");
        settings.put("broker.callers.batch.user-id-prefixes", "user-");
        caller(settings, "batches", "credentials:issue", "agents,china,customers");
        caller(settings, "agentsdesk", "token:issue,identity:read,identity:write", "agents");
        caller(settings, "admin", "identity:read,identity:write", "customers");
        caller(settings, "staffadmin", "identity:read,identity:write", "staff");
        caller(settings, "shopdesk", "token:issue,identity:read,identity:write", "customers");
        settings.put("broker.callers.shopdesk.user-id-prefixes", "shop:");
        for (Permission permission : Permission.values()) {
            caller(settings, only(permission), permission.text(), "agents");
        }
        settings.put("broker.callers." + only(Permission.CREDENTIALS_ISSUE) + ".acts-as-user", "agent");
        caller(settings, "device", "credentials:issue", "agents");
        settings.put("broker.callers.device.acts-as-user", DEVICES_USER);
        settings.put("broker.callers.device.user-id-prefixes", "device-");
        caller(settings, "slowdevice", "credentials:issue", "agents");
        settings.put("broker.callers.slowdevice.acts-as-user", DEVICES_USER);
        settings.put("broker.callers.slowdevice.requests-per-second", "1");
        caller(settings, "all-elsewhere", allPermissions(), "staff");
        caller(settings, "clubadmin", "identity:write", "members");
        caller(settings, "auditor", "audit:read", "customers,staff,agents");
        caller(settings, "shopauditor", "audit:read", "customers");
        settings.put("broker.callers.shopauditor.user-id-prefixes", "shop:");
        settings.put("broker.imports.checks-per-second", "200");
        pool(settings, "clinic", CLINIC_ID);
        settings.put("broker.pools.clinic.requests-per-second", "40");
        caller(settings, "doctor", "pool:diagnose", "clinic");
        caller(settings, "patient", "token:issue", "clinic");
        settings.put("broker.callers.patient.principal-tags", "ward");
        settings.put("broker.diagnosis.min-interval", "PT0.001S");
        return settings;
    }

    /// The caller that has this permission and no other.
    public static String only(Permission permission) {
        return "only-" + permission.text().replace(':', '-');
    }

    private static String allPermissions() {
        return Arrays.stream(Permission.values()).map(Permission::text).collect(Collectors.joining(","));
    }

    private static void pool(Map<String, String> settings, String name, String id) {
        settings.put("broker.pools." + name + ".identity-pool-id", id);
        settings.put("broker.pools." + name + ".developer-provider-name", PROVIDER);
    }

    private static void caller(Map<String, String> settings, String name, String permissions, String pools) {
        settings.put("broker.callers." + name + ".issuer", "inhouse");
        settings.put("broker.callers." + name + ".subject", name);
        settings.put("broker.callers." + name + ".permissions", permissions);
        settings.put("broker.callers." + name + ".pools", pools);
    }
}
