package org.identitybroker.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;

/// Identical requests that are under way on this replica share one call. The first one makes it, and whoever comes
/// meanwhile gets its outcome, a failure too. There are never more calls here than requests are under way.
@ApplicationScoped
class CallsUnderWay {
    /// Longer than a call can take with its waits for quota, a slot and all attempts: nobody waits for ever for a
    /// thread that died.
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private final ConcurrentMap<SharedCall, CompletableFuture<Supplied>> calls = new ConcurrentHashMap<>();

    /// @param call made by the first; what it throws, everybody gets
    Supplied join(SharedCall identical, Supplier<Supplied> call) {
        CompletableFuture<Supplied> mine = new CompletableFuture<>();
        CompletableFuture<Supplied> others = calls.putIfAbsent(identical, mine);
        return others == null ? lead(identical, mine, call) : follow(others);
    }

    private Supplied lead(SharedCall identical, CompletableFuture<Supplied> mine, Supplier<Supplied> call) {
        try {
            Supplied supplied = call.get();
            mine.complete(supplied);
            return supplied;
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            calls.remove(identical, mine);
        }
    }

    private static Supplied follow(CompletableFuture<Supplied> others) {
        try {
            Supplied supplied = others.get(WAIT_MAX.toNanos(), TimeUnit.NANOSECONDS);
            return supplied.source() == TokenSource.COGNITO
                    ? new Supplied(supplied.grant(), TokenSource.JOINED)
                    : supplied;
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException reason
                    ? reason
                    : new IllegalStateException("the call that was joined failed", failure.getCause());
        } catch (TimeoutException _) {
            throw new CognitoFailedException(CognitoFailure.TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CognitoFailedException(CognitoFailure.UNAVAILABLE);
        }
    }
}
