package org.identitybroker.cognito;

import java.time.Duration;
import java.util.Optional;

/// AWS did not answer what a diagnosis asked. Carries no text of AWS', which may name keys.
public final class InspectionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why, as far as the remedy differs.
    public enum Reason {
        /// The broker has no AWS credentials, or could not get those of the pool's role.
        NO_CREDENTIALS,
        /// AWS does not believe the credentials or the signature.
        CREDENTIALS_REFUSED,
        /// IAM does not allow the call.
        ACCESS_DENIED,
        NOT_FOUND,
        THROTTLED,
        /// 5xx, a broken connection, no answer in time, or an answer that is not AWS'.
        UNREACHABLE,
        /// An error that none of the above is.
        UNEXPECTED
    }

    private final Reason reason;
    private final transient Optional<Duration> clockOffset;

    public InspectionFailedException(Reason reason) {
        this(reason, Optional.empty());
    }

    /// @param clockOffset as in [PoolDescription], if AWS has answered with an error
    public InspectionFailedException(Reason reason, Optional<Duration> clockOffset) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.clockOffset = clockOffset;
    }

    public Reason reason() {
        return reason;
    }

    public Optional<Duration> clockOffset() {
        return clockOffset;
    }
}
