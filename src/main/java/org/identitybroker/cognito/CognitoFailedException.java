package org.identitybroker.cognito;

/// A call to Cognito failed. Carries no text of Cognito's, which may repeat what was sent; the gateway has logged
/// error code and request id.
public final class CognitoFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CognitoFailure failure;

    public CognitoFailedException(CognitoFailure failure) {
        super(failure.name(), null, false, false);
        this.failure = failure;
    }

    public CognitoFailure failure() {
        return failure;
    }
}
