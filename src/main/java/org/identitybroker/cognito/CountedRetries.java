package org.identitybroker.cognito;

import java.time.Duration;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/// The SDK's standard retries, with a permit of the account's quota for each. The pause before an attempt is made here
/// and not by the SDK, because a permit must be used at once: it is taken after the pause.
final class CountedRetries implements RetryStrategy {
    private final RetryStrategy standard;

    /// @param standard with all of its conditions: the client adds none to a strategy that is not the SDK's own
    CountedRetries(RetryStrategy standard) {
        this.standard = standard;
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        return standard.acquireInitialToken(request);
    }

    /// Asked after each attempt that failed, the last one included.
    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        if (!Attempts.CURRENT.isBound()) {
            return standard.refreshRetryToken(request);
        }
        Attempts attempts = Attempts.CURRENT.get();
        attempts.failed(request.failure());
        RefreshRetryTokenResponse next = standard.refreshRetryToken(request);
        pause(next.delay(), request.failure());
        if (!attempts.mayGoOn()) {
            throw new TokenAcquisitionFailedException("no permit for another attempt", next.token(), request.failure());
        }
        return RefreshRetryTokenResponse.create(next.token(), Duration.ZERO);
    }

    /// The SDK's timer ends a call by an interrupt, and looks for it where a call ended.
    private static void pause(Duration delay, Throwable failure) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new TokenAcquisitionFailedException("interrupted", failure);
        }
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        return standard.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
        return standard.maxAttempts();
    }

    @Override
    public boolean useClientDefaults() {
        return false;
    }

    @Override
    public Builder<?, ?> toBuilder() {
        throw new UnsupportedOperationException("made for one client, as it is");
    }
}
