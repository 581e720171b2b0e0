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
    private final transient Optional<String> upstreamRequestId;
    private final boolean malformedBody;

    public RefusedException(ProblemCode code, String detail) {
        this(code, detail, List.of(), Optional.empty(), Optional.empty(), false);
    }

    private RefusedException(
            ProblemCode code,
            String detail,
            List<FieldError> errors,
            Optional<Duration> retryAfter,
            Optional<String> upstreamRequestId,
            boolean malformedBody) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
        this.upstreamRequestId = upstreamRequestId;
        this.malformedBody = malformedBody;
    }

    /// A failure of Cognito's.
    ///
    /// @param retryAfter if it is known better than by the code
    /// @param requestId Cognito's own id of the call, for the audit trail; it is not answered
    public static RefusedException upstream(
            ProblemCode code, Optional<Duration> retryAfter, Optional<String> requestId) {
        return new RefusedException(code, code.title() + ".", List.of(), retryAfter, requestId, false);
    }

    /// A 400 for a body that is no JSON at all, so that nothing is known of what was wanted.
    public static RefusedException malformed(String message) {
        return invalid(List.of(new FieldError("", message)), true);
    }

    /// A 429 that knows when the next request will be accepted.
    public static RefusedException rateLimited(Duration retryAfter) {
        return rateLimited("The caller's requests per second are used up.", retryAfter);
    }

    /// A 429 for another limit than requests per second.
    public static RefusedException rateLimited(String detail, Duration retryAfter) {
        return new RefusedException(
                ProblemCode.RATE_LIMITED, detail, List.of(), Optional.of(retryAfter), Optional.empty(), false);
    }

    /// A 503: the account's quota at Cognito serves others first.
    ///
    /// @param retryAfter whole seconds, at least one
    public static RefusedException quotaExhausted(Duration retryAfter) {
        return new RefusedException(
                ProblemCode.QUOTA_EXHAUSTED,
                "The account's Cognito quota is used up.",
                List.of(),
                Optional.of(retryAfter),
                Optional.empty(),
                false);
    }

    /// A 400 that names every member that is wrong.
    public static RefusedException invalid(List<FieldError> errors) {
        return invalid(errors, false);
    }

    private static RefusedException invalid(List<FieldError> errors, boolean malformedBody) {
        return new RefusedException(
                ProblemCode.INVALID_REQUEST,
                "The request has members that are not valid; see errors.",
                errors,
                Optional.empty(),
                Optional.empty(),
                malformedBody);
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

    public Optional<String> upstreamRequestId() {
        return upstreamRequestId;
    }

    public boolean isMalformedBody() {
        return malformedBody;
    }
}
