package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sixty-four callers at once.
class ConcurrencyTest {
    private static final int CALLERS = 64;

    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start();
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void parallelFirstCallsForOneUserMakeOneIdentity() {
        List<String> identities = inParallel(_ -> cognito.developerToken("ann").identityId());

        assertEquals(1, Set.copyOf(identities).size());
    }

    @Test
    void parallelLinksToOneIdentityAreAllKept() {
        String guest = cognito.guest();

        inParallel(number -> cognito.developerToken(guest, "user-" + number).identityId());

        assertEquals(
                IntStream.range(0, CALLERS).mapToObj(number -> "user-" + number).collect(Collectors.toSet()),
                allUsersOf(guest));
    }

    private Set<String> allUsersOf(String identity) {
        var first = cognito.backend.lookupDeveloperIdentity(
                request -> request.identityPoolId(TestEmulator.POOL).identityId(identity));
        var second = cognito.backend.lookupDeveloperIdentity(request ->
                request.identityPoolId(TestEmulator.POOL).identityId(identity).nextToken(first.nextToken()));
        return IntStream.of(0, 1)
                .mapToObj(page -> page == 0 ? first : second)
                .flatMap(page -> page.developerUserIdentifierList().stream())
                .collect(Collectors.toSet());
    }

    private interface Work<T> {
        T of(int number);
    }

    private static <T> List<T> inParallel(Work<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = IntStream.range(0, CALLERS)
                    .<Callable<T>>mapToObj(number -> () -> work.of(number))
                    .toList();
            return threads.invokeAll(calls).stream()
                    .map(ConcurrencyTest::result)
                    .toList();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }
}
