package org.identitybroker.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.quota.FakeSlots;
import org.identitybroker.quota.Governors;
import org.identitybroker.quota.Permits;
import org.identitybroker.quota.SomeGovernors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolGateTest {
    /// What the circuit needs to see, and more.
    private static final int MANY = 60;

    private static final Pool GOVERNED = SomePools.withQuota("customers", 1, 50, Duration.ofSeconds(10));

    private final FakeSlots slots = new FakeSlots();
    private final Governors governors = SomeGovernors.over(slots, GOVERNED);
    private final PoolGate gate = new PoolGate("customers", 100);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void release() {
        end.countDown();
        threads.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "TIMEOUT"})
    void anOutageIsNotAskedAgain(CognitoFailure outage) {
        repeat(MANY, () -> failing(gate, outage));

        CognitoFailedException refused = failing(gate, outage);

        assertThat(calls).hasValue(20);
        assertThat(refused.failure()).isEqualTo(CognitoFailure.UNAVAILABLE);
        RefusedException told = refused.refusal(false, false);
        assertThat(told.code()).isEqualTo(ProblemCode.UPSTREAM_UNAVAILABLE);
        assertThat(told.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"UNAVAILABLE", "TIMEOUT"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatCognitoAnswersIsNoOutage(CognitoFailure answer) {
        repeat(MANY, () -> failing(gate, answer));

        assertThat(calls).hasValue(MANY);
        assertThat(failing(gate, answer).refusal(false, false).retryAfter()).isEmpty();
    }

    @Test
    void mostCallsThatSucceedKeepTheCircuitClosed() {
        for (int i = 0; i < 10 * MANY; i++) {
            if (i % 5 < 3) {
                succeeding(gate);
            } else {
                failing(gate, CognitoFailure.UNAVAILABLE);
            }
        }
        assertThat(calls).hasValue(10 * MANY);
    }

    @Test
    void throttlingInBetweenDoesNotHideAnOutage() {
        for (int i = 0; i < MANY; i++) {
            failing(gate, CognitoFailure.THROTTLED);
            failing(gate, CognitoFailure.UNAVAILABLE);
        }
        assertThat(calls).hasValueLessThan(2 * MANY);
    }

    @Test
    void onePoolsOutageIsNotAnothers() {
        PoolGate other = new PoolGate("staff", 100);
        repeat(MANY, () -> failing(gate, CognitoFailure.UNAVAILABLE));

        assertThat(succeeding(other)).isEqualTo("token");
    }

    @Test
    void theCircuitClosesWhenCognitoIsBack() {
        repeat(MANY, () -> failing(gate, CognitoFailure.UNAVAILABLE));

        await().atMost(Duration.ofSeconds(10)).until(() -> passes(gate));
        repeat(MANY, () -> assertThat(succeeding(gate)).isEqualTo("token"));
    }

    @Test
    void anOutageThatGoesOnIsTriedByFew() {
        repeat(MANY, () -> failing(gate, CognitoFailure.UNAVAILABLE));
        int before = calls.get();

        await().atMost(Duration.ofSeconds(10)).until(() -> {
            failing(gate, CognitoFailure.UNAVAILABLE);
            return calls.get() > before;
        });
        repeat(MANY, () -> failing(gate, CognitoFailure.UNAVAILABLE));

        assertThat(calls).hasValue(before + 5);
    }

    @Test
    @Tag("soak")
    void trialsThatHangKeepNobodyWaiting() {
        repeat(MANY, () -> failing(gate, CognitoFailure.UNAVAILABLE));
        AtomicInteger hanging = new AtomicInteger();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            threads.execute(() -> attempt(gate, () -> {
                hanging.incrementAndGet();
                return untilEnd();
            }));
            return hanging.get() == 5;
        });

        await().atMost(Duration.ofSeconds(10)).until(() -> passes(gate));
    }

    @Test
    void callsBeyondTheLimitAreRefusedAndNotHeldAgainstCognito() {
        PoolGate narrow = new PoolGate("customers", 2);
        hold(narrow, 2);

        List<CompletableFuture<CognitoFailedException>> waiting = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> failing(narrow, CognitoFailure.CONFLICT), threads))
                .limit(MANY)
                .toList();

        assertThat(waiting).allSatisfy(refused -> {
            assertThat(refused.join().failure()).isEqualTo(CognitoFailure.UNAVAILABLE);
            assertThat(refused.join().refusal(false, false).retryAfter().orElseThrow())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        });
        assertThat(calls).hasValue(0);
        end.countDown();
        await().until(() -> passes(narrow));
    }

    @Test
    void anOpenCircuitSpendsNoPermit() {
        slots.put(1);
        repeat(MANY, () -> failing(gate, CognitoFailure.UNAVAILABLE));

        CognitoFailedException refused =
                catchThrowableOfType(CognitoFailedException.class, () -> gate.pass(permits(), () -> "token"));

        assertThat(refused.isNotAsked()).isTrue();
        assertThat(slots.leased()).isZero();
    }

    /// Those who wait for permits leave both slots to others, and whoever has a permit waits for no slot.
    @Test
    void permitsComeBeforeSlots() {
        PoolGate narrow = new PoolGate("customers", 2);
        List<CompletableFuture<String>> waiting = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> narrow.pass(permits(), this::untilEnd), threads))
                .limit(3)
                .toList();
        assertThat(succeeding(narrow)).isEqualTo("token");

        slots.put(3);

        await().until(() -> waiting.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
        assertThat(waiting)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(1);
        end.countDown();
    }

    /// However often, it says nothing about Cognito.
    @Test
    void aRefusalForQuotaIsNoOutage() {
        slots.fail();
        repeat(
                MANY,
                () -> assertThatThrownBy(() -> gate.pass(permits(), () -> "token"))
                        .isInstanceOf(RefusedException.class));

        assertThat(passes(gate)).isTrue();
    }

    private Optional<Permits> permits() {
        return governors.of(GOVERNED, "shop");
    }

    @Test
    void whoWaitsGetsTheNextSlot() {
        CallSlots slots = new CallSlots(1);
        assertThat(slots.acquire()).isTrue();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(slots::acquire, threads);

        slots.release();

        assertThat(waiting.join()).isTrue();
    }

    @Test
    void oneSlowPoolDoesNotHoldUpAnother() {
        PoolGate slow = new PoolGate("customers", 2);
        hold(slow, 2);

        assertThat(succeeding(new PoolGate("staff", 2))).isEqualTo("token");
    }

    private void hold(PoolGate held, int slots) {
        AtomicInteger inside = new AtomicInteger();
        repeat(
                slots,
                () -> threads.execute(() -> attempt(held, () -> {
                    inside.incrementAndGet();
                    return untilEnd();
                })));
        await().until(() -> inside.get() == slots);
    }

    private String untilEnd() {
        try {
            end.await();
            return "late";
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private String succeeding(PoolGate passed) {
        return passed.pass(Optional.empty(), () -> {
            calls.incrementAndGet();
            return "token";
        });
    }

    private boolean passes(PoolGate passed) {
        return attempt(passed, () -> "token").isPresent();
    }

    private CognitoFailedException failing(PoolGate passed, CognitoFailure failure) {
        return catchThrowableOfType(
                CognitoFailedException.class,
                () -> passed.pass(Optional.empty(), () -> {
                    calls.incrementAndGet();
                    throw new CognitoFailedException(failure);
                }));
    }

    private static Optional<String> attempt(PoolGate passed, Supplier<String> call) {
        try {
            return Optional.of(passed.pass(Optional.empty(), call));
        } catch (CognitoFailedException _) {
            return Optional.empty();
        }
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }
}
