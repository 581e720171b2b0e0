package org.identitybroker.quota;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Tells those who are refused when to come back: each a slot later than the one before, as if they had been queued, so
/// that they come back as fast as they can be served. Nothing is reserved for them.
final class ReturnTimes {
    /// Who is sent away for longer has somebody at a screen who waits. Beyond it, callers are spread over the half
    /// before
    /// it: that many do not get a slot soon whatever they are told, but they must not come together.
    static final Duration MAX = Duration.ofSeconds(30);

    private static final double NANOS = 1e9;

    private long lastAt;

    /// @param now [System#nanoTime]
    ReturnTimes(long now) {
        this.lastAt = now;
    }

    /// @param waiting who will be served before
    /// @return whole seconds, from one to [#MAX]
    synchronized Duration next(long now, int waiting, double slotsPerSecond) {
        long free = now + (long) (waiting / slotsPerSecond * NANOS);
        lastAt = (lastAt - free > 0 ? lastAt : free) + (long) (NANOS / slotsPerSecond);
        if (lastAt - now > MAX.toNanos()) {
            lastAt = now + MAX.toNanos();
            return atRandom(MAX.toSeconds() / 2, MAX.toSeconds());
        }
        long seconds = Math.ceilDiv(lastAt - now, (long) NANOS);
        return atRandom(Math.max(1, seconds), Math.min(seconds + 1, MAX.toSeconds()));
    }

    private static Duration atRandom(long least, long most) {
        return Duration.ofSeconds(ThreadLocalRandom.current().nextLong(least, Math.max(least, most) + 1));
    }
}
