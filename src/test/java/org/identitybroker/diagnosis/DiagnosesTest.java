package org.identitybroker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.junit.jupiter.api.Test;

/// How often pools are diagnosed.
class DiagnosesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration NONE = Duration.ofNanos(1);

    private final Pool pool = SomePools.named("customers", 1);
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void whoAsksMeanwhileGetsTheSame() {
        Diagnoses diagnoses = new Diagnoses((one, _) -> held(one), NONE);
        List<CompletableFuture<Diagnosis>> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(later(() -> diagnoses.of(pool, 1)));
        }
        await().until(() -> threads.stream().allMatch(DiagnosesTest::waits));
        go.countDown();

        Diagnosis first = asked.getFirst().join();
        assertThat(asked).allSatisfy(one -> assertThat(one.join()).isEqualTo(first));
        assertThat(made).hasValue(1);
    }

    @Test
    void aYoungOneIsAnsweredAgainAndAnOldOneIsNot() {
        Diagnoses patient = new Diagnoses((one, _) -> diagnosis(one), LONG);
        patient.of(pool, 1);
        patient.of(pool, 1);
        assertThat(made).hasValue(1);
        patient.of(SomePools.named("staff", 2), 1);
        assertThat(made).as("another pool has its own").hasValue(2);

        Diagnoses eager = new Diagnoses((one, _) -> diagnosis(one), NONE);
        eager.of(pool, 1);
        eager.of(pool, 1);
        assertThat(made).hasValue(4);
    }

    @Test
    void aReplicaMakesOnlyAFewAtOnce() {
        Diagnoses diagnoses = new Diagnoses((one, _) -> held(one), NONE);
        List<CompletableFuture<Diagnosis>> underWay = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            Pool one = SomePools.named("pool" + i, i);
            underWay.add(later(() -> diagnoses.of(one, 1)));
        }
        await().until(() -> made.get() == 2);

        assertThatThrownBy(() -> diagnoses.of(pool, 1))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.RATE_LIMITED));
        go.countDown();
        underWay.forEach(CompletableFuture::join);
        assertThat(diagnoses.of(pool, 1).pool()).as("there is room again").isEqualTo("customers");
    }

    @Test
    void aFailureIsNotKept() {
        Diagnoses diagnoses = new Diagnoses(
                (one, _) -> {
                    if (made.getAndIncrement() == 0) {
                        throw new IllegalStateException("a bug");
                    }
                    return diagnosis(one);
                },
                LONG);

        assertThatThrownBy(() -> diagnoses.of(pool, 1)).hasMessage("a bug");
        assertThat(diagnoses.of(pool, 1).pool()).isEqualTo("customers");
    }

    private Diagnosis held(Pool one) {
        Diagnosis diagnosis = diagnosis(one);
        try {
            go.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return diagnosis;
    }

    private Diagnosis diagnosis(Pool one) {
        return Diagnosis.of(
                one.name(),
                Instant.ofEpochSecond(made.incrementAndGet()),
                Map.of(CheckId.POOL_REACHABLE, Outcome.pass("It is there.")));
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private CompletableFuture<Diagnosis> later(Callable<Diagnosis> work) {
        CompletableFuture<Diagnosis> result = new CompletableFuture<>();
        threads.add(Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        }));
        return result;
    }
}
