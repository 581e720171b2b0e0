package org.identitybroker.diagnosis;

import java.util.Optional;
import java.util.function.Function;
import org.identitybroker.cognito.InspectionFailedException;
import org.identitybroker.cognito.InspectionFailedException.Reason;

/// What was learnt for a check, or why not.
sealed interface Fact<T> {
    record Known<T>(T value) implements Fact<T> {}

    /// @param source what was asked, for example `cognito-identity:DescribeIdentityPool`
    /// @param reason AWS', if it was AWS that was asked
    record Unknown<T>(String source, String why, Optional<InspectionFailedException> reason) implements Fact<T> {
        /// What a check says that depends on it: a doubt, and no failure.
        Outcome unchecked() {
            return Outcome.warn("Could not be checked: " + why, remedy());
        }

        boolean isBecauseOf(Reason one) {
            return reason.filter(failure -> failure.reason() == one).isPresent();
        }

        private String remedy() {
            return switch (reason.map(InspectionFailedException::reason).orElse(Reason.UNREACHABLE)) {
                case NO_CREDENTIALS, CREDENTIALS_REFUSED -> "See aws-credentials.";
                case ACCESS_DENIED ->
                    "Allow " + source + " to the role that the broker runs as, or check this by hand.";
                case NOT_FOUND -> "See pool-reachable.";
                case THROTTLED -> "Ask again in a minute.";
                case UNREACHABLE, UNEXPECTED ->
                    "Ask again; if it stays, look into the broker's log and at its network's way to what did not answer.";
            };
        }
    }

    static <T> Fact<T> of(T value) {
        return new Known<>(value);
    }

    static <T> Fact<T> unknown(String source, String why) {
        return new Unknown<>(source, why, Optional.empty());
    }

    static <T> Fact<T> unknown(String source, InspectionFailedException failure) {
        String why = switch (failure.reason()) {
            case NO_CREDENTIALS -> "the broker has no AWS credentials for " + source + ".";
            case CREDENTIALS_REFUSED -> "AWS refuses the broker's credentials or signature.";
            case ACCESS_DENIED -> "IAM does not allow the broker " + source + ".";
            case NOT_FOUND -> "AWS does not know what " + source + " asked for.";
            case THROTTLED -> "AWS throttles " + source + ".";
            case UNREACHABLE -> source + " was not answered.";
            case UNEXPECTED -> source + " was answered with an unexpected error.";
        };
        return new Unknown<>(source, why, Optional.of(failure));
    }

    /// What a check makes of it, which says so if there is nothing to make.
    default Outcome judge(Function<T, Outcome> check) {
        return switch (this) {
            case Known<T>(T value) -> check.apply(value);
            case Unknown<T> unknown -> unknown.unchecked();
        };
    }

    /// Empty if it is not known.
    default Optional<T> ifKnown() {
        return switch (this) {
            case Known<T>(T value) -> Optional.of(value);
            case Unknown<T> _ -> Optional.empty();
        };
    }
}
