package org.identitybroker.quota;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Somebody who waits for a slot, and is told once whether there is one.
final class Waiter {
    private final String caller;
    private final long until;
    private final CountDownLatch told = new CountDownLatch(1);
    private volatile @Nullable RuntimeException refusal;
    private volatile long voidAt;

    /// @param until [System#nanoTime] when the wait ends
    Waiter(String caller, long until) {
        this.caller = caller;
        this.until = until;
    }

    String caller() {
        return caller;
    }

    /// The same request once more.
    Waiter again() {
        return new Waiter(caller, until);
    }

    boolean isGoneBy(long time) {
        return until - time < 0;
    }

    /// @param end [System#nanoTime] from which on the slot is void
    void grant(long end) {
        voidAt = end;
        told.countDown();
    }

    void refuse(RuntimeException reason) {
        refusal = reason;
        told.countDown();
    }

    /// @return false if nothing was told in time
    boolean await() throws InterruptedException {
        return told.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /// @return false if there was a slot, but it is void by now: a busy machine woke this thread too late
    boolean isGrantedInTime() {
        RuntimeException reason = refusal;
        if (reason != null) {
            throw reason;
        }
        return voidAt - System.nanoTime() > 0;
    }
}
