package org.identitybroker.emulator.wire;

import java.util.List;

/// An error answer, with AWS's text where one is known.
///
/// The text may repeat what the client sent, tokens included, as AWS's does; so it is for the answer alone, and
/// not part of the exception's own message.
public final class Refusal extends RuntimeException {
    private final ErrorType type;
    private final String text;

    public Refusal(ErrorType type, String text) {
        super(type.wireName(), null, false, false);
        this.type = type;
        this.text = text;
    }

    public ErrorType type() {
        return type;
    }

    public String text() {
        return text;
    }

    static Refusal validation(List<String> violations) {
        int count = violations.size();
        return new Refusal(
                ErrorType.VALIDATION,
                "%d validation error%s detected: %s"
                        .formatted(count, count == 1 ? "" : "s", String.join("; ", violations)));
    }

    /// A constraint that the model states on another member than the one it came in.
    public static Refusal tooLong(String member, String value, int lengthMax) {
        return validation(List.of(Constraint.lengthAtMost(lengthMax).violation(value, member)));
    }

    static Refusal serialization(String text) {
        return new Refusal(ErrorType.SERIALIZATION, text);
    }

    static Refusal unknownOperation() {
        return new Refusal(ErrorType.UNKNOWN_OPERATION, "The requested operation is not known.");
    }

    public static Refusal throttled() {
        return new Refusal(ErrorType.TOO_MANY_REQUESTS, "Rate exceeded");
    }

    public static Refusal internalError() {
        return new Refusal(ErrorType.INTERNAL_ERROR, "Internal error");
    }

    public static Refusal poolNotFound(String poolId) {
        return new Refusal(ErrorType.RESOURCE_NOT_FOUND, "IdentityPool '%s' not found.".formatted(poolId));
    }

    public static Refusal identityNotFound(String identityId) {
        return new Refusal(ErrorType.RESOURCE_NOT_FOUND, "Identity '%s' not found.".formatted(identityId));
    }

    /// Without the caller's name, which AWS puts first.
    public static Refusal accessDenied(String operation) {
        return new Refusal(
                ErrorType.ACCESS_DENIED,
                "User is not authorized to perform: cognito-identity:%s because no identity-based policy allows the action"
                        .formatted(operation));
    }

    /// Of whatever the call was about.
    public static Refusal notFound() {
        return new Refusal(ErrorType.RESOURCE_NOT_FOUND, "Not found.");
    }

    public static Refusal developerProviderNotSupported() {
        return notAuthorized("This identity pool does not support the specified developer provider");
    }

    public static Refusal developerUserNotFound() {
        return new Refusal(ErrorType.RESOURCE_NOT_FOUND, "The developer user identifier was not found.");
    }

    public static Refusal identityForbidden(String identityId) {
        return notAuthorized("Access to Identity '%s' is forbidden.".formatted(identityId));
    }

    public static Refusal loginsDoNotMatch() {
        return notAuthorized(
                "Logins don't match. " + "Please include at least one valid login for this identity or identity pool.");
    }

    public static Refusal guestsNotSupported() {
        return notAuthorized("Unauthenticated access is not supported for this identity pool.");
    }

    public static Refusal cognitoTokenAsLogin() {
        return invalidLogin("Can't pass in a Cognito token.");
    }

    /// A login token that proves nothing.
    ///
    /// @param reason AWS's second sentence
    public static Refusal invalidLogin(String reason) {
        return notAuthorized("Invalid login token. " + reason);
    }

    public static Refusal publicProviderNeeded() {
        return invalidParameter("Please provide a valid public provider");
    }

    public static Refusal rolesMisconfigured() {
        return new Refusal(
                ErrorType.INVALID_IDENTITY_POOL_CONFIGURATION,
                "Invalid identity pool configuration. Check assigned IAM roles for this pool.");
    }

    public static Refusal notAuthorized(String text) {
        return new Refusal(ErrorType.NOT_AUTHORIZED, text);
    }

    public static Refusal invalidParameter(String text) {
        return new Refusal(ErrorType.INVALID_PARAMETER, text);
    }

    public static Refusal conflict(String text) {
        return new Refusal(ErrorType.RESOURCE_CONFLICT, text);
    }
}
