package org.identitybroker.cognito;

import io.micrometer.core.instrument.Counter;
import java.util.Optional;
import org.identitybroker.quota.Permits;
import software.amazon.awssdk.core.exception.SdkException;

/// The attempts of one call, as [CountedRetries] meets them.
///
/// @param permits empty if they do not count against a quota
record Attempts(Counter throttled, Optional<Permits> permits) {
    /// The call that this thread makes. The SDK's blocking client does everything on the thread that calls it.
    static final ScopedValue<Attempts> CURRENT = ScopedValue.newInstance();

    void failed(Throwable failure) {
        if (failure instanceof SdkException told && FailureTranslation.of(told) == CognitoFailure.THROTTLED) {
            throttled.increment();
            permits.ifPresent(Permits::throttled);
        }
    }

    /// Waits for the next attempt's permit.
    ///
    /// @return false if there is none
    boolean mayGoOn() {
        return permits.isEmpty() || permits.get().takeAgain();
    }
}
