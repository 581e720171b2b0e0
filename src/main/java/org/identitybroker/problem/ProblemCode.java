package org.identitybroker.problem;

import java.util.Locale;

/// Every refusal a client can meet. The code is the contract that clients match on; the status follows from it.
public enum ProblemCode {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHENTICATED(401, "A valid bearer token is needed"),
    FORBIDDEN(403, "Not allowed"),
    IDENTITY_DISABLED(403, "The identity is disabled"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No acceptable form of the answer"),
    USER_ALREADY_LINKED(409, "The user is linked to another identity"),
    IDENTITY_CONFLICT(409, "The identity belongs to another user"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
    LOGIN_REJECTED(422, "Cognito refused the login"),
    RATE_LIMITED(429, "The caller's request rate is used up", 1),
    INTERNAL(500, "An error inside the broker"),
    UPSTREAM_MISCONFIGURED(502, "An operator has to correct the set-up"),
    QUOTA_EXHAUSTED(503, "The account's Cognito quota is used up", 1),
    UPSTREAM_THROTTLED(503, "Cognito throttles", 2),
    UPSTREAM_UNAVAILABLE(503, "Cognito does not answer as it should", 2),
    STORE_UNAVAILABLE(503, "The broker's database does not answer", 2),
    OVERLOADED(503, "The broker has more requests than it can work on", 1),
    UPSTREAM_TIMEOUT(504, "Cognito did not answer in time", 2);

    private static final int NEVER = 0;

    private final int status;
    private final String title;
    private final int retryAfterSeconds;

    ProblemCode(int status, String title) {
        this(status, title, NEVER);
    }

    ProblemCode(int status, String title, int retryAfterSeconds) {
        this.status = status;
        this.title = title;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /// The name on the wire, for example `identity-conflict`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    /// One sentence for people; the same for every problem of this code (RFC 9457, 3.1.3).
    public String title() {
        return title;
    }

    /// Whether the same request may succeed later, so that the answer carries `Retry-After`.
    public boolean retryable() {
        return retryAfterSeconds != NEVER;
    }

    /// Seconds after which a repeat makes sense if nobody knows better: a little above Cognito's one-second
    /// throttling window, so that clients who obey do not prolong an overload. 0 where a repeat cannot help.
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
