package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.Grant;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.IdentityId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallsUnderWayTest {
    private static final SharedCall CALL = new SharedCall("1");
    private static final Supplied GRANTED =
            new Supplied(new Grant(new IdentityId("eu-west-1:0"), new OpenIdToken("token")), TokenSource.COGNITO);

    private final CallsUnderWay calls = new CallsUnderWay();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        answer.countDown();
        threads.close();
    }

    @Test
    void identicalRequestsShareOneCall() throws Exception {
        List<Future<Supplied>> all = ask(20);
        answer.countDown();

        assertThat(made).hasValue(1);
        int joined = 0;
        for (Future<Supplied> one : all) {
            assertThat(one.get().grant()).isSameAs(GRANTED.grant());
            joined += one.get().source() == TokenSource.JOINED ? 1 : 0;
        }
        assertThat(joined).isEqualTo(19);
    }

    @Test
    void othersHaveTheirOwn() throws Exception {
        ask(1);

        assertThat(calls.join(new SharedCall("2"), () -> GRANTED)).isSameAs(GRANTED);
    }

    @Test
    void aFailureReachesAllAndNobodyAfterwards() {
        List<Future<Supplied>> all = threadsAsk(20, () -> {
            made.incrementAndGet();
            wait(answer);
            throw new CognitoFailedException(CognitoFailure.THROTTLED);
        });
        answer.countDown();

        for (Future<Supplied> one : all) {
            assertThatThrownBy(one::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            CognitoFailedException.class,
                            failed -> assertThat(failed.failure()).isEqualTo(CognitoFailure.THROTTLED));
        }
        assertThat(made).hasValue(1);
        assertThat(calls.join(CALL, () -> GRANTED)).isSameAs(GRANTED);
    }

    @Test
    void anErrorOfTheOneWhoCallsReachesAll() {
        List<Future<Supplied>> all = threadsAsk(3, () -> {
            wait(answer);
            throw new StackOverflowError();
        });
        answer.countDown();

        for (Future<Supplied> one : all) {
            assertThatThrownBy(one::get).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void whoGivesUpDoesNotCancelTheOthers() throws Exception {
        List<Future<Supplied>> all = ask(5);
        all.get(4).cancel(true);
        answer.countDown();

        for (Future<Supplied> one : all.subList(0, 4)) {
            assertThat(one.get().grant()).isSameAs(GRANTED.grant());
        }
        assertThat(made).hasValue(1);
    }

    /// The first one's call is under way, and the others wait for it, when this returns.
    private List<Future<Supplied>> ask(int number) {
        return threadsAsk(number, () -> {
            made.incrementAndGet();
            wait(answer);
            return GRANTED;
        });
    }

    private List<Future<Supplied>> threadsAsk(int number, Supplier<Supplied> call) {
        return IntStream.range(0, number).mapToObj(_ -> startedToWait(call)).toList();
    }

    private Future<Supplied> startedToWait(Supplier<Supplied> call) {
        CompletableFuture<Thread> asker = new CompletableFuture<>();
        Future<Supplied> one = threads.submit(() -> {
            asker.complete(Thread.currentThread());
            return calls.join(CALL, call);
        });
        await().until(() -> asker.join().getState() == Thread.State.WAITING
                || asker.join().getState() == Thread.State.TIMED_WAITING);
        return one;
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
