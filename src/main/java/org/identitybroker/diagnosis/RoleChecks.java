package org.identitybroker.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.identitybroker.cognito.AttachedRoles;
import org.identitybroker.cognito.InspectionFailedException.Reason;
import org.identitybroker.cognito.PoolDescription;
import org.identitybroker.pool.Pool;

/// Whether those who redeem a token get a role, and whether others get it, too.
final class RoleChecks {
    private static final String REDEEMING_FAILS =
            " Whoever redeems a token gets InvalidIdentityPoolConfigurationException.";

    private RoleChecks() {}

    static Outcome attached(AttachedRoles roles, Fact<PoolDescription> description) {
        boolean hasGuests = description.ifKnown().map(PoolDescription::guests).orElse(false);
        if (roles.authenticated().isEmpty()) {
            return Outcome.fail(
                    "The identity pool has no role for users." + REDEEMING_FAILS,
                    "Attach an authenticated role to the pool (SetIdentityPoolRoles).");
        }
        if (hasGuests && roles.unauthenticated().isEmpty()) {
            return Outcome.warn(
                    "The identity pool lets in guests, but has no role for them: they get no credentials.",
                    "Attach an unauthenticated role to the pool, or do not let guests in.");
        }
        return Outcome.pass(
                "The identity pool has the role " + name(roles.authenticated().get()) + " for users"
                        + roles.unauthenticated()
                                .map(arn -> " and " + name(arn) + " for guests")
                                .orElse("") + ".");
    }

    /// @param policy of the role, in JSON
    /// @param tagged whether callers may set principal tags
    static Outcome userTrust(String roleArn, Fact<String> policy, Pool pool, boolean tagged) {
        return trust(roleArn, policy, pool, trust -> {
            CognitoToken user = CognitoToken.ofUser(pool);
            List<Outcome> problems = new ArrayList<>();
            problems.addAll(refusals(trust, user, "users of this pool", pool, "authenticated"));
            if (problems.isEmpty() && tagged && trust.allows(user, TrustPolicy.TAG) == Answer.NO) {
                problems.add(Outcome.fail(
                        "Callers may set principal tags, but the trust policy does not allow sts:TagSession: users with"
                                + " tags get InvalidIdentityPoolConfigurationException.",
                        "Allow sts:TagSession beside sts:AssumeRoleWithWebIdentity in the role's trust policy."));
            }
            if (trust.allows(CognitoToken.ofGuest(pool), TrustPolicy.ASSUME) == Answer.YES) {
                problems.add(Outcome.fail(
                        "Guests of this pool may assume the role of users: nothing requires authenticated in amr.",
                        wanted(pool, "authenticated")));
            }
            problems.addAll(tooMuch(trust, user, pool, "authenticated"));
            return problems;
        });
    }

    static Outcome guestTrust(String roleArn, Fact<String> policy, Pool pool) {
        return trust(roleArn, policy, pool, trust -> {
            CognitoToken guest = CognitoToken.ofGuest(pool);
            List<Outcome> problems = new ArrayList<>();
            problems.addAll(refusals(trust, guest, "guests of this pool", pool, "unauthenticated"));
            problems.addAll(tooMuch(trust, guest, pool, "unauthenticated"));
            return problems;
        });
    }

    static Outcome noRole(String whose) {
        return Outcome.pass("The identity pool has no role for " + whose + ", so there is nothing to trust.");
    }

    static Outcome foreignRole(String roleArn) {
        return Outcome.warn(
                "Could not be checked: the role " + roleArn + " is in another account than the broker's credentials.",
                "Check by hand that its trust policy pins aud and amr.");
    }

    private interface Judgement {
        List<Outcome> of(TrustPolicy policy);
    }

    private static Outcome trust(String roleArn, Fact<String> policy, Pool pool, Judgement judgement) {
        if (policy instanceof Fact.Unknown<String> unknown) {
            return unknown.isBecauseOf(Reason.NOT_FOUND)
                    ? Outcome.fail(
                            "The identity pool's role " + name(roleArn) + " does not exist any more." + REDEEMING_FAILS,
                            "Make the role again, or attach another one to the pool.")
                    : unreadable(unknown, roleArn);
        }
        List<Outcome> problems;
        try {
            problems = judgement.of(TrustPolicy.parse(policy.ifKnown().orElseThrow()));
        } catch (IllegalArgumentException _) {
            return Outcome.warn("Could not be checked: the trust policy is no JSON.", wanted(pool, "authenticated"));
        }
        return problems.isEmpty()
                ? Outcome.pass("Cognito may give the role " + name(roleArn) + " to whom it is for, and nobody else.")
                : Outcome.all(problems);
    }

    private static Outcome unreadable(Fact.Unknown<String> unknown, String roleArn) {
        return unknown.isBecauseOf(Reason.ACCESS_DENIED)
                ? Outcome.warn(
                        "Could not be checked: IAM does not allow the broker to read the trust policy of "
                                + name(roleArn) + ".",
                        "Allow iam:GetRole on " + roleArn
                                + " to the role that the broker runs as, or check by hand that"
                                + " its trust policy pins aud and amr.")
                : unknown.unchecked();
    }

    private static List<Outcome> refusals(TrustPolicy trust, CognitoToken token, String whom, Pool pool, String amr) {
        return switch (trust.allows(token, TrustPolicy.ASSUME)) {
            case YES -> List.of();
            case MAYBE ->
                List.of(Outcome.warn(
                        "Whether " + whom
                                + " may assume the role depends on conditions that cannot be judged here; amr has"
                                + " several values and needs ForAnyValue.",
                        wanted(pool, amr)));
            case NO ->
                List.of(Outcome.fail(
                        "The trust policy does not let " + whom + " assume the role: " + reason(trust, token, pool)
                                + REDEEMING_FAILS,
                        wanted(pool, amr)));
        };
    }

    private static String reason(TrustPolicy trust, CognitoToken token, Pool pool) {
        if (!trust.names(token)) {
            return "its federated principal is not "
                    + CognitoToken.principalNames(pool.region()).getFirst() + ".";
        }
        if (trust.hasOnlyTheOtherAction(token)) {
            return "it allows sts:AssumeRole, and not sts:AssumeRoleWithWebIdentity.";
        }
        if (trust.allows(token.withAnyAudience(), TrustPolicy.ASSUME) != Answer.NO) {
            return "its aud is another identity pool.";
        }
        if (trust.allows(token.withAnyAmr(), TrustPolicy.ASSUME) != Answer.NO) {
            return "its amr is for others.";
        }
        return "it lacks sts:AssumeRoleWithWebIdentity, or has conditions that do not fit.";
    }

    private static List<Outcome> tooMuch(TrustPolicy trust, CognitoToken token, Pool pool, String amr) {
        List<Outcome> problems = new ArrayList<>();
        if (trust.allows(token.ofAnotherPool(pool), TrustPolicy.ASSUME) == Answer.YES) {
            problems.add(Outcome.fail(
                    "The role can be assumed through anybody's identity pool: nothing pins aud to this one.",
                    wanted(pool, amr)));
        }
        switch (trust.allowsEverybody()) {
            case YES ->
                problems.add(Outcome.fail(
                        "A principal of the trust policy is *: anybody at AWS may assume the role.",
                        wanted(pool, amr)));
            case MAYBE ->
                problems.add(Outcome.warn(
                        "A principal of the trust policy is *, held back by conditions alone.", wanted(pool, amr)));
            case NO -> {}
        }
        return problems;
    }

    private static String wanted(Pool pool, String amr) {
        String cognito = CognitoToken.principalNames(pool.region()).getFirst();
        return "The trust policy should have one statement: principal Federated " + cognito + ", actions"
                + " sts:AssumeRoleWithWebIdentity and, for principal tags, sts:TagSession, conditions StringEquals "
                + cognito
                + ":aud " + pool.identityPoolId() + " and ForAnyValue:StringLike " + cognito + ":amr " + amr + ".";
    }

    static Optional<String> accountOf(String roleArn) {
        String[] parts = roleArn.split(":", -1);
        return parts.length > 4 ? Optional.of(parts[4]) : Optional.empty();
    }

    private static String name(String roleArn) {
        return roleArn.substring(roleArn.lastIndexOf('/') + 1);
    }
}
