package org.identitybroker.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// An exchange's events, all stored or none, and the exchange that waits for them.
///
/// @param onlyIfHeld whether they are stored only if the user still has the identity, enabled
/// @param mapping stored with them; if it is no first one, they are not stored
record Entry(
        List<AuditEvent> events,
        boolean onlyIfHeld,
        Optional<FirstMapping> mapping,
        AtomicBoolean taken,
        CompletableFuture<Boolean> outcome) {
    /// A little longer than the database has to answer a statement, so that it is usually the database that is heard.
    private static final Duration WAIT_MAX = Duration.ofSeconds(6);

    Entry(List<AuditEvent> events, boolean onlyIfHeld) {
        this(events, onlyIfHeld, Optional.empty(), new AtomicBoolean(), new CompletableFuture<>());
    }

    Entry(List<AuditEvent> events, FirstMapping mapping) {
        this(events, false, Optional.of(mapping), new AtomicBoolean(), new CompletableFuture<>());
    }

    /// The writer takes the entry, unless its exchange has given up.
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    void stored(Set<UUID> stored) {
        outcome.complete(stored.contains(events.getFirst().id()));
    }

    void failed(RuntimeException failure) {
        outcome.completeExceptionally(failure);
    }

    /// @throws RefusedException `store-unavailable` if the events were not stored in time, or perhaps were
    boolean await() {
        try {
            return outcome.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            taken.set(true);
            throw unavailable();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            taken.set(true);
            throw unavailable();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("the audit writer failed", failed.getCause());
        }
    }

    static RefusedException unavailable() {
        return new RefusedException(ProblemCode.STORE_UNAVAILABLE, "The audit event could not be stored.");
    }
}
