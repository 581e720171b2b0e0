package org.identitybroker.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One replica's governor over a quota that gives what the test says.
@Timeout(20)
class GovernorTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final FakeSlots slots = new FakeSlots();
    private final Governor governor = new Governor("pool:customers", slots, Pace.of(50));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> served = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        governor.end();
        threads.close();
    }

    @Test
    void whoeverGetsASlotGoesOn() throws Exception {
        slots.put(1);

        later("shop").get();

        assertThat(served).containsExactly("shop");
    }

    @Test
    void aNoisyCallerDelaysMostlyItself() throws Exception {
        for (int i = 0; i < 50; i++) {
            later("noisy");
        }
        awaitWaiting(50);
        Future<?> shop = later("shop");
        awaitWaiting(51);

        slots.put(2);
        shop.get();

        assertThat(served).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void withoutASlotTheWaitEnds() {
        RefusedException refused = refusal(SHORT);

        assertThat(refused.code()).isEqualTo(ProblemCode.QUOTA_EXHAUSTED);
        assertThat(refused.retryAfter())
                .hasValueSatisfying(time -> assertThat(time.toSeconds()).isBetween(1L, 30L));
    }

    /// Two seconds of fifty slots each: the hundred and first of one caller is refused at once.
    @Test
    void noMoreWaitThanCanBeServedInTime() {
        for (int i = 0; i < 101; i++) {
            threads.submit(() -> governor.take("shop", Duration.ofSeconds(2)));
        }
        awaitWaiting(100);

        long before = System.nanoTime();
        assertThat(refusal(Duration.ofSeconds(2)).code()).isEqualTo(ProblemCode.QUOTA_EXHAUSTED);
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void whoeverCannotBeServedInTimeIsRefusedAtOnce() {
        slots.ahead(Duration.ofMinutes(1));
        slots.put(1);

        assertThat(refusal(LONG).code()).isEqualTo(ProblemCode.QUOTA_EXHAUSTED);
        assertThat(refusal(LONG).code()).isEqualTo(ProblemCode.QUOTA_EXHAUSTED);
        assertThat(slots.leased()).isEqualTo(1);
    }

    @Test
    void aSlotThatComesTooLateIsVoid() {
        slots.ahead(Pace.LATE_MAX.negated());
        slots.put(3);

        assertThat(refusal(SHORT).code()).isEqualTo(ProblemCode.QUOTA_EXHAUSTED);
        assertThat(slots.leased()).isPositive();
    }

    @Test
    void slotsOfADatabaseThatIsSlowAreNotUsed() {
        slots.answerIn(Duration.ofMillis(501));
        slots.put(1);

        assertThat(refusal(Duration.ofMillis(300)).code()).isEqualTo(ProblemCode.STORE_UNAVAILABLE);
    }

    @Test
    void allAreToldThatTheDatabaseIsAwayAndServiceResumes() throws Exception {
        slots.fail(new RefusedException(ProblemCode.STORE_UNAVAILABLE, "away"));

        assertThat(refusal(LONG).code()).isEqualTo(ProblemCode.STORE_UNAVAILABLE);
        slots.fail(new IllegalStateException("a bug"));
        assertThat(catchThrowable(() -> governor.take("shop", LONG))).hasMessage("a bug");

        slots.fail(null);
        slots.put(1);
        later("shop").get();
    }

    @Test
    void throttlingIsToldOnceInASecond() {
        governor.throttled();
        await().untilAsserted(() -> assertThat(slots.reductions()).isEqualTo(1));
        governor.throttled();
        slots.put(1);
        governor.take("shop", LONG);

        assertThat(slots.reductions()).isEqualTo(1);
    }

    @Test
    void nothingIsHeldWhileNobodyWaits() {
        slots.put(1);
        governor.take("shop", LONG);

        await().untilAsserted(() -> assertThat(slots.isResting()).isTrue());
    }

    @Test
    void theEndLetsNobodyWait() throws Exception {
        Future<Throwable> waiting = threads.submit(() -> catchThrowable(() -> governor.take("shop", LONG)));
        awaitWaiting(1);

        governor.end();

        assertThat(waiting.get()).isInstanceOf(RefusedException.class);
        assertThat(refusal(LONG).code()).isEqualTo(ProblemCode.QUOTA_EXHAUSTED);
    }

    private Future<?> later(String caller) {
        return threads.submit(() -> {
            governor.take(caller, LONG);
            served.add(caller);
        });
    }

    private RefusedException refusal(Duration waitMax) {
        return catchThrowableOfType(RefusedException.class, () -> governor.take("shop", waitMax));
    }

    private void awaitWaiting(int number) {
        await().untilAsserted(() ->
                assertThat(governor.available(LONG)).isEqualTo(Pace.of(50).slotsIn(LONG, 1) - number));
    }
}
