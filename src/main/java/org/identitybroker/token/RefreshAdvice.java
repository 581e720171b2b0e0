package org.identitybroker.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// When a client does best to ask again: before the token expires, so that nobody waits for it, and not in the same
/// second as everybody else who signed in when it did.
@ApplicationScoped
class RefreshAdvice {
    /// Between 50 and 95 percent of the time that is left: wide enough to level a rush within two renewals
    /// (docs/capacity.md). The last part is for retries.
    private static final double EARLIEST = 0.5;

    private static final double LATEST = 0.95;

    private final Clock clock;

    RefreshAdvice(Clock clock) {
        this.clock = clock;
    }

    /// In whole seconds. Where tokens are reused, not before the token is too old for that: whoever asks earlier gets
    /// the same one again.
    Instant refreshAfter(IssuedToken issued) {
        return refreshAfter(issued, ThreadLocalRandom.current().nextDouble());
    }

    /// @param draw from 0 to 1: where in the window
    Instant refreshAfter(IssuedToken issued, double draw) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, issued.expiresAt());
        Instant latest = now.plus(part(left, LATEST));
        Instant earliest = later(now.plus(part(left, EARLIEST)), reusableUntil(issued), latest);
        return earliest.plus(part(Duration.between(earliest, latest), draw)).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Optional<Instant> reusableUntil(IssuedToken issued) {
        return issued.pool().reuseMinRemaining().map(issued.expiresAt()::minus);
    }

    private static Instant later(Instant earliest, Optional<Instant> reusableUntil, Instant latest) {
        return reusableUntil
                .filter(until -> until.isAfter(earliest) && until.isBefore(latest))
                .orElse(earliest);
    }

    private static Duration part(Duration whole, double share) {
        return Duration.ofMillis((long) (whole.toMillis() * share));
    }
}
