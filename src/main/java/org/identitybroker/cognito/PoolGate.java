package org.identitybroker.cognito;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.identitybroker.quota.Permits;
import org.jboss.logging.Logger;

/// What every call of one pool goes through: a circuit breaker, so that a Cognito which is down is not waited for by
/// everybody, and then [CallSlots], so that one which is slow takes no more than the pool's share of the broker.
/// One call is what the SDK makes of it, with all its attempts.
final class PoolGate {
    private static final Logger LOG = Logger.getLogger(PoolGate.class);

    /// Calls by which the breaker judges. With 20 it does not take a streak of bad luck for an outage: if 30 % of calls
    /// fail at random, 14 of 20 do once in 25,000 times; with three attempts for each call, practically never.
    private static final int CALLS_MIN = 20;

    /// Few enough for an outage to show within 35 calls however well all went before.
    private static final int CALLS_MAX = 50;

    private static final float FAILURES_PERCENT = 70;

    /// Long enough to spare a thousand requests their wait, and short beside the ten seconds within which the broker
    /// has to serve again after Cognito's return.
    static final Duration OPEN = Duration.ofSeconds(2);

    /// Then so many may try, and four failures among them open the circuit again.
    private static final int TRIALS = 5;

    /// Trial calls that hang, or do not come, do not keep the others waiting; a little more than `call-timeout` is by
    /// default, so that trials in a black hole are told as failures first.
    private static final Duration TRIAL = Duration.ofSeconds(6);

    private final CircuitBreaker breaker;
    private final CallSlots slots;
    private volatile long openUntilNanos = System.nanoTime();

    PoolGate(String pool, int concurrentCallsMax) {
        this.slots = new CallSlots(concurrentCallsMax);
        this.breaker = CircuitBreaker.of(
                pool,
                CircuitBreakerConfig.custom()
                        .slidingWindow(CALLS_MAX, CALLS_MIN, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(FAILURES_PERCENT)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .maxWaitDurationInHalfOpenState(TRIAL)
                        .transitionToStateAfterWaitDuration(State.CLOSED)
                        .ignoreException(PoolGate::saysNothing)
                        .recordException(PoolGate::isOutage)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> changed(event.getStateTransition().getToState()));
    }

    /// The permit is taken after the breaker, so that an open circuit spends none, and before the slot, so that those
    /// who wait for one leave the slots to calls. A permit must be used at once, so whoever has it waits for no
    /// slot: permits come evenly, and where they find no slot Cognito is slow.
    ///
    /// @param permits of the account's quota, if the call counts against it; a refusal there is none of Cognito's
    /// @throws CognitoFailedException whatever the call threw; with `retryAfter` if it was not made
    <T> T pass(Optional<Permits> permits, Supplier<T> call) {
        try {
            return breaker.executeSupplier(() -> {
                permits.ifPresent(this::takeOne);
                return inSlot(permits.isPresent() ? slots.acquireNow() : slots.acquire(), call);
            });
        } catch (CallNotPermittedException _) {
            throw notPermitted();
        }
    }

    boolean isClosed() {
        return breaker.getState() == State.CLOSED;
    }

    /// Whoever was still waiting when the circuit opened does not have to find out, too.
    private void takeOne(Permits permits) {
        permits.take();
        if (breaker.getState() == State.OPEN) {
            throw notPermitted();
        }
    }

    private CognitoFailedException notPermitted() {
        return CognitoFailedException.notAsked(spread(untilTrial()));
    }

    private <T> T inSlot(boolean acquired, Supplier<T> call) {
        if (!acquired) {
            LOG.warnf("too many calls to Cognito under way for pool %s", breaker.getName());
            throw CognitoFailedException.notAsked(spread(CallSlots.WAIT_MAX));
        }
        try {
            return call.get();
        } finally {
            slots.release();
        }
    }

    /// Throttling is no outage, and no sign that there is none. Nor is what did not come to a call.
    private static boolean saysNothing(Throwable thrown) {
        return !(thrown instanceof CognitoFailedException failed)
                || failed.failure() == CognitoFailure.THROTTLED
                || failed.isNotAsked();
    }

    /// Every other failure is an answer of Cognito's.
    private static boolean isOutage(Throwable thrown) {
        return thrown instanceof CognitoFailedException failed
                && (failed.failure() == CognitoFailure.UNAVAILABLE || failed.failure() == CognitoFailure.TIMEOUT);
    }

    private void changed(State state) {
        if (state == State.OPEN) {
            openUntilNanos = System.nanoTime() + OPEN.toNanos();
        }
        LOG.warnf("circuit of pool %s: %s", breaker.getName(), state);
    }

    /// Nothing is left while trials are under way.
    private Duration untilTrial() {
        return Duration.ofNanos(Math.max(0, openUntilNanos - System.nanoTime()));
    }

    /// Whole seconds, rounded up, at least one, and up to twice as many at random: those who are refused together do
    /// not return together.
    private static Duration spread(Duration least) {
        long seconds = Math.max(1, least.plusSeconds(1).minusNanos(1).toSeconds());
        return Duration.ofSeconds(ThreadLocalRandom.current().nextLong(seconds, 2 * seconds + 1));
    }
}
