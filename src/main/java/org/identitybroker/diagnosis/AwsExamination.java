package org.identitybroker.diagnosis;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.identitybroker.cognito.AttachedRoles;
import org.identitybroker.cognito.AwsCaller;
import org.identitybroker.cognito.PoolDescription;
import org.identitybroker.cognito.PoolInspection;
import org.identitybroker.diagnosis.Probes.Probe;
import org.identitybroker.pool.Pool;

/// The checks that AWS alone can answer. Asks when it is made.
final class AwsExamination {
    private static final String GET_ROLE = "iam:GetRole";

    private final PoolInspection aws;
    private final Pool pool;
    private final Meant meant;
    private final Probes probes;
    private final Probe<AwsCaller> caller;
    private final Probe<PoolDescription> description;
    private final Probe<AttachedRoles> roles;

    /// What the settings say of a pool.
    ///
    /// @param guests whether it should let in guests
    /// @param tags whether callers may set principal tags
    record Meant(boolean guests, boolean tags) {}

    AwsExamination(PoolInspection aws, Pool pool, Meant meant, Probes probes) {
        this.aws = aws;
        this.pool = pool;
        this.meant = meant;
        this.probes = probes;
        this.caller = probes.ask("sts:GetCallerIdentity", () -> aws.caller(pool));
        this.description = probes.ask("cognito-identity:DescribeIdentityPool", () -> aws.describe(pool));
        this.roles = probes.ask("cognito-identity:GetIdentityPoolRoles", () -> aws.roles(pool));
    }

    void judge(Map<CheckId, Outcome> outcomes) {
        Fact<AwsCaller> whose = caller.fact();
        judgeRoles(outcomes, whose);
        Fact<PoolDescription> found = description.fact();
        outcomes.put(CheckId.AWS_CREDENTIALS, CredentialsCheck.judge(whose, pool));
        outcomes.put(CheckId.POOL_REACHABLE, PoolChecks.reachable(found, pool));
        outcomes.put(CheckId.CLOCK_SKEW, PoolChecks.clockSkew(found));
        outcomes.put(CheckId.DEVELOPER_PROVIDER, found.judge(one -> PoolChecks.developerProvider(one, pool)));
        outcomes.put(CheckId.GUESTS, found.judge(one -> PoolChecks.guests(one, pool, meant.guests())));
        outcomes.put(CheckId.CLASSIC_FLOW, found.judge(PoolChecks::classicFlow));
    }

    /// Which roles there are must be known before anybody can be asked about them.
    private void judgeRoles(Map<CheckId, Outcome> outcomes, Fact<AwsCaller> whose) {
        switch (roles.fact()) {
            case Fact.Known<AttachedRoles>(AttachedRoles attached) -> judgeRoles(outcomes, whose, attached);
            case Fact.Unknown<AttachedRoles> unknown -> {
                outcomes.put(CheckId.ROLES, unknown.unchecked());
                outcomes.put(CheckId.USER_ROLE_TRUST, unknown.unchecked());
                outcomes.put(CheckId.GUEST_ROLE_TRUST, unknown.unchecked());
            }
        }
    }

    private void judgeRoles(Map<CheckId, Outcome> outcomes, Fact<AwsCaller> whose, AttachedRoles attached) {
        Supplier<Outcome> users = trust(
                attached.authenticated(),
                "users",
                whose,
                (role, policy) -> RoleChecks.userTrust(role, policy, pool, meant.tags()));
        Supplier<Outcome> guests = trust(
                attached.unauthenticated(),
                "guests",
                whose,
                (role, policy) -> RoleChecks.guestTrust(role, policy, pool));
        outcomes.put(CheckId.ROLES, RoleChecks.attached(attached, description.fact()));
        outcomes.put(CheckId.USER_ROLE_TRUST, users.get());
        outcomes.put(CheckId.GUEST_ROLE_TRUST, guests.get());
    }

    /// Asks for the role's trust policy, to be judged when it is there. IAM knows a role by its name alone:
    /// asked with another account's credentials, it would answer about another role.
    private Supplier<Outcome> trust(
            Optional<String> role,
            String whoseRole,
            Fact<AwsCaller> whose,
            BiFunction<String, Fact<String>, Outcome> judgement) {
        if (role.isEmpty()) {
            return () -> RoleChecks.noRole(whoseRole);
        }
        String arn = role.get();
        Optional<String> account = whose.ifKnown().map(AwsCaller::account);
        if (account.isPresent() && !RoleChecks.accountOf(arn).equals(account)) {
            return () -> RoleChecks.foreignRole(arn);
        }
        Probe<String> policy = probes.ask(GET_ROLE, () -> aws.trustPolicy(pool, arn));
        return () -> judgement.apply(arn, policy.fact());
    }
}
