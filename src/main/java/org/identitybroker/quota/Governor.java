package org.identitybroker.quota;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One quota on this replica: those who wait, and one thread that leases slots for them and hands each out at its time.
/// The next slots are leased when the last of the former was handed out, so replicas take turns, and a replica that
/// dies takes less than a lease with it. While nobody waits, nothing happens.
final class Governor {
    private static final Logger LOG = Logger.getLogger(Governor.class);

    /// One row by its key: whatever takes longer is a database in trouble, and when its clock was read is not known
    /// well enough any more.
    private static final Duration LEASE_TIME_MAX = Duration.ofMillis(500);

    /// How often the rate goes down at most; the row keeps it for all replicas together.
    private static final Duration REDUCTION_PACE = Duration.ofSeconds(1);

    /// The database connection is kept so long for the next lease, and then goes back to the pool.
    private static final Duration IDLE_MAX = Duration.ofMillis(200);

    private final String key;
    private final SlotSource source;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition demand = lock.newCondition();
    private final WaitingLine line = new WaitingLine();
    private final ReturnTimes returns = new ReturnTimes(System.nanoTime());
    private @Nullable Thread granter;
    private boolean ended;
    private boolean throttled;
    private long throttledAt = System.nanoTime() - REDUCTION_PACE.toNanos();

    /// [System#nanoTime] of the next slot in hand; nobody is served before.
    private volatile long nextDueAt = System.nanoTime();

    /// When the first lease was asked for since which none was answered in time.
    private volatile @Nullable Long slowSince;

    private volatile double share = 1;

    Governor(String key, SlotSource source, Pace pace) {
        this.key = key;
        this.source = source;
        this.pace = pace;
    }

    /// Waits for a slot, which is to be used at once.
    ///
    /// @throws RefusedException `quota-exhausted`, or `store-unavailable`
    void take(String caller, Duration waitMax) {
        Waiter waiter = new Waiter(caller, System.nanoTime() + waitMax.toNanos());
        enter(waiter, waitMax);
        while (!isServed(waiter)) {
            waiter = waiter.again();
            enterAgain(waiter);
        }
    }

    private boolean isServed(Waiter waiter) {
        try {
            if (!waiter.await()) {
                leave(waiter, this::tooLate);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            leave(waiter, this::exhausted);
        }
        return waiter.isGrantedInTime();
    }

    private void enter(Waiter waiter, Duration waitMax) {
        lock.lock();
        try {
            if (ended || waiter.isGoneBy(nextDueAt)) {
                throw exhausted();
            }
            start();
            line.add(waiter, pace.slotsIn(waitMax, share)).ifPresent(one -> one.refuse(exhausted()));
            demand.signal();
        } finally {
            lock.unlock();
        }
    }

    private void enterAgain(Waiter waiter) {
        lock.lock();
        try {
            if (ended) {
                throw exhausted();
            }
            line.addFirst(waiter);
            demand.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Whoever is not in the line any more has been told.
    private void leave(Waiter waiter, Supplier<RuntimeException> reason) {
        lock.lock();
        try {
            if (line.remove(waiter)) {
                waiter.refuse(reason.get());
            }
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        if (granter == null) {
            granter = Thread.ofPlatform().name("quota-" + key).daemon().start(this::run);
        }
    }

    /// Cognito throttled an attempt.
    void throttled() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (ended || now - throttledAt < REDUCTION_PACE.toNanos()) {
                return;
            }
            throttledAt = now;
            throttled = true;
            start();
            demand.signal();
        } finally {
            lock.unlock();
        }
    }

    /// How many more requests may come and get a slot in time.
    int available(Duration waitMax) {
        lock.lock();
        try {
            return Math.max(0, pace.slotsIn(waitMax, share) - line.size());
        } finally {
            lock.unlock();
        }
    }

    /// Requests in flight have ended by now.
    void end() {
        lock.lock();
        try {
            ended = true;
            line.clear().forEach(waiter -> waiter.refuse(exhausted()));
            if (granter != null) {
                granter.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                int waiting = awaitDemand();
                serve(waiting);
            }
        } catch (InterruptedException _) {
            LOG.debugf("quota %s: the end", key);
        } finally {
            source.rest();
        }
    }

    private int awaitDemand() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = IDLE_MAX.toNanos();
            while (isIdle() && left > 0) {
                left = demand.awaitNanos(left);
            }
            if (isIdle()) {
                source.rest();
            }
            while (isIdle()) {
                demand.await();
            }
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle() {
        return line.isEmpty() && !throttled;
    }

    private void serve(int waiting) throws InterruptedException {
        try {
            if (hasToReduce()) {
                source.reduce().ifPresent(this::tellReduction);
            }
            if (waiting > 0) {
                handOut(lease(Math.min(waiting, pace.leaseMax(share))));
            }
        } catch (RuntimeException failure) {
            refuseAll(failure);
        }
    }

    private boolean hasToReduce() {
        lock.lock();
        try {
            boolean was = throttled;
            throttled = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /// At most once a second, of all replicas.
    private void tellReduction(double left) {
        share = left;
        LOG.warnf(
                "Cognito throttles: quota %s goes down to %.0f %% of its rate, and comes back by itself",
                key, left * 100);
    }

    private Optional<Slots> lease(int number) {
        if (slowSince == null) {
            slowSince = System.nanoTime();
        }
        Slots slots = source.lease(number);
        share = slots.share();
        if (slots.answeredIn() > LEASE_TIME_MAX.toNanos()) {
            LOG.debugf("quota %s: a lease took too long and is thrown away", key);
            slowSince = System.nanoTime() - slots.answeredIn();
            return Optional.empty();
        }
        slowSince = null;
        return Optional.of(slots);
    }

    private void handOut(Optional<Slots> leased) throws InterruptedException {
        if (leased.isEmpty()) {
            return;
        }
        Slots slots = leased.get();
        refuseWhoeverIsGoneBy(slots.dueAt(0));
        for (int slot = 0; slot < slots.number(); slot++) {
            nextDueAt = slots.dueAt(slot);
            TimeUnit.NANOSECONDS.sleep(nextDueAt - System.nanoTime());
            handOut(slots.voidAt(slot));
        }
    }

    /// No slot comes earlier, so there is nothing to wait for.
    private void refuseWhoeverIsGoneBy(long time) {
        lock.lock();
        try {
            line.removeGoneBy(time).forEach(waiter -> waiter.refuse(exhausted()));
        } finally {
            lock.unlock();
        }
    }

    /// If everybody has left meanwhile, somebody may still come until the slot is void.
    private void handOut(long voidAt) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = voidAt - System.nanoTime();
            while (line.isEmpty() && left > 0) {
                left = demand.awaitNanos(left);
            }
            if (voidAt - System.nanoTime() > 0) {
                line.next().ifPresent(waiter -> waiter.grant(voidAt));
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseAll(RuntimeException reason) {
        slowSince = null;
        if (!(reason instanceof RefusedException)) {
            LOG.errorf(reason, "quota %s cannot be leased", key);
        }
        List<Waiter> all;
        lock.lock();
        try {
            all = line.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(waiter -> waiter.refuse(reason));
    }

    /// A wait that the database used up is not the quota's.
    private RefusedException tooLate() {
        Long since = slowSince;
        if (since != null && System.nanoTime() - since > LEASE_TIME_MAX.toNanos()) {
            return new RefusedException(ProblemCode.STORE_UNAVAILABLE, ProblemCode.STORE_UNAVAILABLE.title() + ".");
        }
        return exhausted();
    }

    private RefusedException exhausted() {
        return RefusedException.quotaExhausted(
                returns.next(System.nanoTime(), line.size(), pace.slotsPerSecond() * share));
    }
}
