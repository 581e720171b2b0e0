package org.identitybroker.cognito;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many calls of one pool may be under way at once. Whoever finds all slots taken waits in a queue that is short
/// and served in order.
final class CallSlots {
    /// A slot that does not come free in a second belongs to a pool whose calls hang: those who wait would only hang
    /// longer.
    static final Duration WAIT_MAX = Duration.ofSeconds(1);

    private final Semaphore slots;
    private final int waitersMax;

    /// @param number of the slots; as many requests may wait, since within a second each slot comes free at least once
    /// where Cognito answers at all well
    CallSlots(int number) {
        this.slots = new Semaphore(number, true);
        this.waitersMax = number;
    }

    /// Without a wait; whoever got true gives the slot back with [#release].
    boolean acquireNow() {
        return slots.tryAcquire();
    }

    /// Whoever got true gives the slot back with [#release].
    boolean acquire() {
        if (slots.tryAcquire()) {
            return true;
        }
        if (slots.getQueueLength() >= waitersMax) {
            return false;
        }
        try {
            return slots.tryAcquire(WAIT_MAX.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void release() {
        slots.release();
    }
}
