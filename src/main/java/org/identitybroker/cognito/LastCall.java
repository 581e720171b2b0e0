package org.identitybroker.cognito;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How this replica's last call to Cognito ended, for people who look at its health. Nothing decides by it.
@ApplicationScoped
public class LastCall {
    /// @param outcome `ok`, or the failure in lower case
    public record Ending(String outcome, Instant at) {}

    private final Clock clock;
    private volatile @Nullable Ending ending;

    LastCall(Clock clock) {
        this.clock = clock;
    }

    /// Empty until the first call has ended: a start waits for none.
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    void succeeded() {
        ending = new Ending("ok", clock.instant());
    }

    void failed(CognitoFailure failure) {
        ending = new Ending(failure.name().toLowerCase(Locale.ROOT), clock.instant());
    }
}
