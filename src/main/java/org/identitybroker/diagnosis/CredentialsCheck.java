package org.identitybroker.diagnosis;

import java.util.Optional;
import org.identitybroker.cognito.AwsCaller;
import org.identitybroker.cognito.InspectionFailedException.Reason;
import org.identitybroker.pool.Pool;

/// Whether the broker has AWS credentials for the pool, and whose.
final class CredentialsCheck {
    private static final String USE_A_ROLE =
            "Give the broker a role instead (IRSA, EKS Pod Identity, instance role): its credentials expire by themselves.";

    private CredentialsCheck() {}

    static Outcome judge(Fact<AwsCaller> caller, Pool pool) {
        return switch (caller) {
            case Fact.Known<AwsCaller>(AwsCaller found) -> found(found);
            case Fact.Unknown<AwsCaller> unknown -> missing(unknown, pool);
        };
    }

    private static Outcome found(AwsCaller caller) {
        String account = "of account " + caller.account();
        return switch (caller.kind()) {
            case ROLE ->
                Outcome.pass("The broker calls AWS as role " + caller.role().orElse("?") + " " + account + ".");
            case OTHER -> Outcome.pass("The broker calls AWS with temporary credentials " + account + ".");
            case USER ->
                Outcome.warn(
                        "The broker calls AWS with permanent access keys of an IAM user " + account + ".", USE_A_ROLE);
            case ROOT ->
                Outcome.fail(
                        "The broker calls AWS with access keys of the root user " + account
                                + ", which may do anything.",
                        USE_A_ROLE + " Delete the root user's access keys.");
        };
    }

    private static Outcome missing(Fact.Unknown<AwsCaller> unknown, Pool pool) {
        Optional<String> role = pool.assumeRoleArn();
        if (unknown.isBecauseOf(Reason.NO_CREDENTIALS)) {
            return Outcome.fail(
                    role.map(arn -> "The broker cannot assume " + arn + ", or has no AWS credentials to do it with.")
                            .orElse("The broker finds no AWS credentials."),
                    role.map(_ -> "Allow sts:AssumeRole on it to the role that the broker runs as, and that role in its"
                                    + " trust policy.")
                            .orElse("Give the process credentials that the SDK's default chain finds: IRSA, EKS Pod"
                                    + " Identity, instance role, profile or environment."));
        }
        if (unknown.isBecauseOf(Reason.CREDENTIALS_REFUSED)) {
            return Outcome.fail(
                    "AWS refuses the broker's credentials: expired, deleted, or signed with a clock that is wrong.",
                    "Renew the credentials; see clock-skew.");
        }
        return unknown.unchecked();
    }
}
