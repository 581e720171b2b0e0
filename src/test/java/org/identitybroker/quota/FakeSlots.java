package org.identitybroker.quota;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jspecify.annotations.Nullable;

/// A quota that gives as many slots as a test puts into it, at once; whoever asks for more waits here, as for a
/// database.
public final class FakeSlots implements SlotSource {
    private final Semaphore slots = new Semaphore(0);
    private final AtomicInteger leased = new AtomicInteger();
    private final AtomicInteger reductions = new AtomicInteger();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean resting;
    private volatile Duration ahead = Duration.ZERO;
    private volatile Duration answeredIn = Duration.ZERO;

    public void put(int number) {
        slots.release(number);
    }

    /// How many slots have been leased.
    public int leased() {
        return leased.get();
    }

    public int reductions() {
        return reductions.get();
    }

    /// As if the database were away.
    public void fail() {
        fail(new RefusedException(ProblemCode.STORE_UNAVAILABLE, "away"));
    }

    void fail(@Nullable RuntimeException reason) {
        failure = reason;
    }

    /// The next slots come so late.
    void ahead(Duration time) {
        ahead = time;
    }

    void answerIn(Duration time) {
        answeredIn = time;
    }

    @Override
    public Slots lease(int number) {
        resting = false;
        RuntimeException reason = failure;
        if (reason != null) {
            throw reason;
        }
        try {
            slots.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Slots(0, System.nanoTime(), 1, 1, 0);
        }
        int more = Math.min(number - 1, slots.availablePermits());
        int got = slots.tryAcquire(Math.max(0, more)) ? 1 + Math.max(0, more) : 1;
        leased.addAndGet(got);
        return new Slots(got, System.nanoTime() + ahead.toNanos(), 1, 1, answeredIn.toNanos());
    }

    @Override
    public void rest() {
        resting = true;
    }

    boolean isResting() {
        return resting;
    }

    @Override
    public Optional<Double> reduce() {
        reductions.incrementAndGet();
        return Optional.of(0.7);
    }
}
