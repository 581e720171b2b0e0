package org.identitybroker.emulator.fault;

import java.time.Duration;

/// What befalls one call.
///
/// @param kind [FaultKind#DELAY] if it is answered right in the end
public record Misfortune(FaultKind kind, Duration delay) {
    static final Misfortune NONE = new Misfortune(FaultKind.DELAY, Duration.ZERO);

    Misfortune and(FaultKind other, Duration more) {
        return new Misfortune(kind == FaultKind.DELAY ? other : kind, delay.plus(more));
    }

    /// Waits as long as it takes; false if the emulator was stopped meanwhile.
    public boolean outlast() {
        try {
            Thread.sleep(delay);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
