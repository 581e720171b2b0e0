package org.identitybroker.cognito;

import software.amazon.awssdk.core.exception.SdkClientException;

/// The broker has no AWS credentials, or could not get any. A type of its own, because the SDK reports it as it
/// reports a broken connection, and the one needs an operator where the other needs patience.
final class CredentialsUnavailableException extends SdkClientException {
    private static final long serialVersionUID = 1L;

    CredentialsUnavailableException(Throwable cause) {
        super(SdkClientException.builder()
                .message("no AWS credentials: " + cause.getClass().getSimpleName())
                .cause(cause));
    }

    /// Asking again at once finds nothing else.
    @Override
    public boolean retryable() {
        return false;
    }
}
