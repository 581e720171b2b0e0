package org.identitybroker.emulator.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// The emulator's time: another clock's, moved by as much as a test likes.
public final class MovableClock extends Clock {
    private final Clock base;
    private volatile Duration offset = Duration.ZERO;

    public MovableClock(Clock base) {
        this.base = base;
    }

    public Duration offset() {
        return offset;
    }

    /// Ahead of the other clock if positive, behind it if negative.
    public void offset(Duration ahead) {
        offset = ahead;
    }

    public synchronized void advance(Duration time) {
        offset = offset.plus(time);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the emulator's time has one zone");
    }
}
