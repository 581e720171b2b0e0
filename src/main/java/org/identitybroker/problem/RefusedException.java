package org.identitybroker.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A refusal is an ordinary answer, so it has no stack trace. Message and field errors reach the client: they
/// name no user, no token and nothing that the client may not know.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;
    private final transient Optional<Duration> retryAfter;

    public RefusedException(ProblemCode code, String detail) {
        this(code, detail, List.of(), Optional.empty());
    }

    private RefusedException(ProblemCode code, String detail, List<FieldError> errors, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /// A 429 that knows when the next request will be accepted.
    public static RefusedException rateLimited(Duration retryAfter) {
        return rateLimited("The caller's requests per second are used up.", retryAfter);
    }

    /// A 429 for another limit than requests per second.
    public static RefusedException rateLimited(String detail, Duration retryAfter) {
        return new RefusedException(ProblemCode.RATE_LIMITED, detail, List.of(), Optional.of(retryAfter));
    }

    /// A 400 that names every member that is wrong.
    public static RefusedException invalid(List<FieldError> errors) {
        return new RefusedException(
                ProblemCode.INVALID_REQUEST,
                "The request has members that are not valid; see errors.",
                errors,
                Optional.empty());
    }

    /// A 400 for one member.
    public static RefusedException invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public ProblemCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    /// When a repeat makes sense, if this refusal knows better than its code; whole seconds, at least one.
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
