package org.identitybroker.cognito;

import java.util.Locale;
import org.identitybroker.problem.ProblemCode;

/// The ways in which a call to Cognito fails, told apart as far as the broker acts on the difference.
public enum CognitoFailure {
    /// ResourceNotFoundException: the identity or the pool; Cognito's code is the same for both.
    NOT_FOUND,
    /// DeveloperUserAlreadyRegisteredException: the user is linked to another identity.
    USER_ALREADY_LINKED,
    /// ResourceConflictException: a public login is linked to another identity, or the identity has another
    /// login of the same provider.
    CONFLICT,
    /// NotAuthorizedException or InvalidParameterException: logins, identity and pool do not fit together. The
    /// fault of whoever named them: the caller if the request had any, else the settings.
    LOGIN_REFUSED,
    /// Credentials, permissions or the request as such: no caller can do anything about it.
    MISCONFIGURED,
    THROTTLED,
    /// 5xx, a broken connection, or an answer that is not Cognito's. Whether the call took effect is not known.
    UNAVAILABLE,
    /// No answer within `broker.cognito.call-timeout`. Whether the call took effect is not known.
    TIMEOUT;

    /// In metrics and spans.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What the caller is told.
    ///
    /// @param named whether the request itself named an identity
    /// @param links whether the request named an identity or public logins, so that the request may be at fault
    public ProblemCode problem(boolean named, boolean links) {
        return switch (this) {
            case NOT_FOUND -> named ? ProblemCode.LOGIN_REJECTED : ProblemCode.UPSTREAM_MISCONFIGURED;
            case LOGIN_REFUSED -> links ? ProblemCode.LOGIN_REJECTED : ProblemCode.UPSTREAM_MISCONFIGURED;
            case USER_ALREADY_LINKED -> ProblemCode.USER_ALREADY_LINKED;
            case CONFLICT -> ProblemCode.IDENTITY_CONFLICT;
            case MISCONFIGURED -> ProblemCode.UPSTREAM_MISCONFIGURED;
            case THROTTLED -> ProblemCode.UPSTREAM_THROTTLED;
            case UNAVAILABLE -> ProblemCode.UPSTREAM_UNAVAILABLE;
            case TIMEOUT -> ProblemCode.UPSTREAM_TIMEOUT;
        };
    }
}
