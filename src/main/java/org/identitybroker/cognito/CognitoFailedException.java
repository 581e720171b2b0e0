package org.identitybroker.cognito;

import java.time.Duration;
import java.util.Optional;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.tracing.TypedFailure;

/// A call to Cognito failed. Carries no text of Cognito's, which may repeat what was sent, but its request id; the
/// gateway has logged error code and request id.
public final class CognitoFailedException extends RuntimeException implements TypedFailure {
    private static final long serialVersionUID = 1L;

    private final CognitoFailure failure;
    private final transient Optional<String> awsRequestId;
    private final transient Optional<Duration> retryAfter;

    public CognitoFailedException(CognitoFailure failure) {
        this(failure, Optional.empty());
    }

    public CognitoFailedException(CognitoFailure failure, Optional<String> awsRequestId) {
        this(failure, awsRequestId, Optional.empty());
    }

    private CognitoFailedException(
            CognitoFailure failure, Optional<String> awsRequestId, Optional<Duration> retryAfter) {
        super(failure.name(), null, false, false);
        this.failure = failure;
        this.awsRequestId = awsRequestId;
        this.retryAfter = retryAfter;
    }

    /// Cognito was not asked, because it would not have answered.
    ///
    /// @param retryAfter whole seconds, at least one
    static CognitoFailedException notAsked(Duration retryAfter) {
        return new CognitoFailedException(CognitoFailure.UNAVAILABLE, Optional.empty(), Optional.of(retryAfter));
    }

    boolean isNotAsked() {
        return retryAfter.isPresent();
    }

    /// What the caller is told; the parameters are those of [CognitoFailure#problem].
    public RefusedException refusal(boolean named, boolean links) {
        return RefusedException.upstream(failure.problem(named, links), retryAfter, awsRequestId);
    }

    public CognitoFailure failure() {
        return failure;
    }

    @Override
    public String errorType() {
        return failure.label();
    }

    /// As in [Grant]; empty if Cognito was not reached or did not answer.
    public Optional<String> awsRequestId() {
        return awsRequestId;
    }
}
