package org.identitybroker.emulator.sts;

/// The errors of STS, with the names that it has on the wire, which are not those of AWS JSON.
enum StsError {
    ACCESS_DENIED("AccessDenied", 403),
    /// Of temporary credentials.
    EXPIRED_TOKEN("ExpiredToken", 403),
    /// Of a web identity token.
    EXPIRED_TOKEN_EXCEPTION("ExpiredTokenException", 400),
    INCOMPLETE_SIGNATURE("IncompleteSignature", 400),
    INTERNAL_FAILURE("InternalFailure", 500),
    INVALID_ACTION("InvalidAction", 400),
    INVALID_CLIENT_TOKEN_ID("InvalidClientTokenId", 403),
    INVALID_IDENTITY_TOKEN("InvalidIdentityToken", 400),
    MALFORMED_INPUT("MalformedInput", 400),
    MISSING_ACTION("MissingAction", 400),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken", 403),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
    VALIDATION_ERROR("ValidationError", 400);

    private final String wireName;
    private final int status;

    StsError(String wireName, int status) {
        this.wireName = wireName;
        this.status = status;
    }

    String wireName() {
        return wireName;
    }

    int status() {
        return status;
    }

    /// Whose fault it is, as the answer says.
    String culprit() {
        return status < 500 ? "Sender" : "Receiver";
    }
}
