package org.identitybroker.diagnosis;

import java.time.Duration;
import java.util.Optional;
import org.identitybroker.cognito.InspectionFailedException;
import org.identitybroker.cognito.PoolDescription;
import org.identitybroker.pool.Pool;

/// What DescribeIdentityPool tells: whether the pool is there, what it is set to, and what time it is at AWS.
final class PoolChecks {
    /// AWS refuses signatures that are five minutes off; the SDK corrects itself from four on.
    private static final Duration SKEW_FAILS = Duration.ofMinutes(4);

    /// As much as callers' tokens are given, above which good ones are refused.
    private static final Duration SKEW_WARNS = Duration.ofSeconds(30);

    private PoolChecks() {}

    static Outcome reachable(Fact<PoolDescription> description, Pool pool) {
        return switch (description) {
            case Fact.Known<PoolDescription> _ ->
                Outcome.pass("Cognito knows the identity pool in " + pool.region() + ".");
            case Fact.Unknown<PoolDescription> unknown -> unreachable(unknown, pool);
        };
    }

    private static Outcome unreachable(Fact.Unknown<PoolDescription> unknown, Pool pool) {
        InspectionFailedException.Reason reason = unknown.reason()
                .map(InspectionFailedException::reason)
                .orElse(InspectionFailedException.Reason.UNREACHABLE);
        return switch (reason) {
            case NOT_FOUND ->
                Outcome.fail(
                        "There is no identity pool " + pool.identityPoolId() + " in the account of the broker's"
                                + " credentials.",
                        "Correct " + setting(pool, "identity-pool-id")
                                + ", or let the broker call the account that has the pool (assume-role-arn).");
            case UNREACHABLE ->
                Outcome.fail(
                        "Cognito in " + pool.region() + " does not answer.",
                        "Check the network's way to it: DNS, proxy, egress rules, a VPC endpoint; and AWS' health page.");
            case NO_CREDENTIALS, CREDENTIALS_REFUSED, ACCESS_DENIED, THROTTLED, UNEXPECTED -> unknown.unchecked();
        };
    }

    static Outcome developerProvider(PoolDescription description, Pool pool) {
        String configured = pool.developerProviderName();
        Optional<String> actual = description.developerProviderName();
        if (actual.isEmpty()) {
            return Outcome.fail(
                    "The identity pool has no developer provider: every token is refused.",
                    "Set the developer provider name " + configured + " at the pool; it cannot be changed later.");
        }
        return actual.get().equals(configured)
                ? Outcome.pass("The identity pool's developer provider is " + configured + ", as in the settings.")
                : Outcome.fail(
                        "The identity pool's developer provider is " + actual.get() + ", the settings say " + configured
                                + ": every token is refused.",
                        "Correct " + setting(pool, "developer-provider-name") + "; at the pool it cannot be changed.");
    }

    /// @param meant whether the settings say that the pool has guests
    static Outcome guests(PoolDescription description, Pool pool, boolean meant) {
        String name = pool.name().value();
        if (description.guests() == meant) {
            return Outcome.pass(
                    meant ? "The identity pool lets in guests, as is meant." : "The identity pool lets in no guests.");
        }
        return meant
                ? Outcome.warn(
                        "The settings say that the pool has guests (broker.diagnosis.pools-with-guests), but it lets in"
                                + " none.",
                        "Allow unauthenticated identities at the pool, or take " + name + " out of the setting.")
                : Outcome.warn(
                        "The identity pool lets in guests: whoever knows its id, which is no secret, gets credentials of"
                                + " its role for guests.",
                        "Do not allow unauthenticated identities at the pool; if guests are meant, name " + name
                                + " in broker.diagnosis.pools-with-guests.");
    }

    static Outcome classicFlow(PoolDescription description) {
        if (description.classicFlow().filter(allowed -> !allowed).isPresent()) {
            return Outcome.pass("The classic flow is off.");
        }
        String state = description.classicFlow().isPresent() ? "on" : "on, because it was never set";
        return Outcome.warn(
                "The classic (basic) flow is " + state
                        + ": devices may name any role that trusts the pool, and guests get"
                        + " credentials without Cognito's limits for them.",
                "Set AllowClassicFlow to false at the pool, unless a client needs it. Name all other settings in the same"
                        + " UpdateIdentityPool call: it resets those that it is not told.");
    }

    static Outcome clockSkew(Fact<PoolDescription> description) {
        Optional<Duration> offset = switch (description) {
            case Fact.Known<PoolDescription>(PoolDescription found) -> found.clockOffset();
            case Fact.Unknown<PoolDescription> unknown ->
                unknown.reason().flatMap(InspectionFailedException::clockOffset);
        };
        return offset.map(PoolChecks::skew)
                .orElseGet(() -> Outcome.warn(
                        "Could not be checked: Cognito told no time.", "See pool-reachable; check by hand with NTP."));
    }

    private static Outcome skew(Duration offset) {
        Duration skew = offset.abs();
        String finding = "The clock of this replica is " + skew.toSeconds() + " s "
                + (offset.isNegative() ? "ahead of" : "behind") + " Cognito's.";
        String remedy = "Have the node's clock set by NTP (chrony, on EC2 at 169.254.169.123).";
        if (skew.compareTo(SKEW_FAILS) > 0) {
            return Outcome.fail(finding + " AWS refuses signatures that are five minutes off.", remedy);
        }
        return skew.compareTo(SKEW_WARNS) > 0
                ? Outcome.warn(finding + " Callers' good tokens may be refused.", remedy)
                : Outcome.pass("The clock of this replica is within " + (skew.toSeconds() + 1) + " s of Cognito's.");
    }

    private static String setting(Pool pool, String name) {
        return "broker.pools." + pool.name().value() + "." + name;
    }
}
