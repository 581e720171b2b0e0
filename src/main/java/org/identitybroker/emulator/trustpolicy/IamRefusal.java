package org.identitybroker.emulator.trustpolicy;

/// An error answer of IAM. Its text may repeat what the client sent, so the exception's message has it not.
final class IamRefusal extends RuntimeException {
    /// With the names that they have on the wire.
    enum Code {
        ACCESS_DENIED("AccessDenied", 403),
        EXPIRED_TOKEN("ExpiredToken", 403),
        INCOMPLETE_SIGNATURE("IncompleteSignature", 400),
        INVALID_ACTION("InvalidAction", 400),
        INVALID_CLIENT_TOKEN_ID("InvalidClientTokenId", 403),
        MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken", 403),
        NO_SUCH_ENTITY("NoSuchEntity", 404),
        SERVICE_FAILURE("ServiceFailure", 500),
        SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
        VALIDATION_ERROR("ValidationError", 400);

        private final String wireName;
        private final int status;

        Code(String wireName, int status) {
            this.wireName = wireName;
            this.status = status;
        }

        String wireName() {
            return wireName;
        }

        int status() {
            return status;
        }
    }

    private final Code code;
    private final String text;

    IamRefusal(Code code, String text) {
        super(code.wireName(), null, false, false);
        this.code = code;
        this.text = text;
    }

    Code code() {
        return code;
    }

    String text() {
        return text;
    }
}
