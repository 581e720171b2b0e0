package org.identitybroker.diagnosis;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.problem.RefusedException;

/// Makes diagnoses, one at a time for each pool: whoever asks meanwhile, or soon after, gets the same.
@ApplicationScoped
class Diagnoses {
    /// At AWS they are a handful of calls; here each may have five of the replica's twenty database connections.
    private static final int AT_ONCE_MAX = 2;

    /// Longer than a diagnosis takes, so that nobody waits for one that has got lost.
    private static final Duration WAIT_MAX = Probes.Limits.USUAL.all().plusSeconds(3);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /// Enough to notice that somebody else has changed the pool. With lookups at ten a second it is a second's
    /// worth.
    static final int SAMPLE = 10;

    private final Semaphore room = new Semaphore(AT_ONCE_MAX);
    private final Map<PoolName, Run> latest = new HashMap<>();
    private final BiFunction<Pool, Integer, Diagnosis> examination;
    private final Duration intervalMin;

    @Inject
    Diagnoses(Examination examination, DiagnosisLimits limits) {
        this(examination::of, limits.intervalMin());
    }

    /// @param examination of a pool, with so many identities to compare
    Diagnoses(BiFunction<Pool, Integer, Diagnosis> examination, Duration intervalMin) {
        this.examination = examination;
        this.intervalMin = intervalMin;
    }

    private static final class Run {
        private final CompletableFuture<Diagnosis> result = new CompletableFuture<>();
        private volatile long endedAt;

        private boolean isOver(Duration intervalMin) {
            return result.isDone() && System.nanoTime() - endedAt >= intervalMin.toNanos();
        }
    }

    /// @throws RefusedException `rate-limited` if this replica has enough of them under way
    Diagnosis of(Pool pool, int sampleMax) {
        Run own = new Run();
        Run run = latest(pool.name(), own);
        if (run == own) {
            make(own, pool, sampleMax);
        }
        return result(run);
    }

    /// The one that is under way or young, or else this one.
    private synchronized Run latest(PoolName pool, Run own) {
        Run last = latest.get(pool);
        if (last != null && !last.isOver(intervalMin)) {
            return last;
        }
        latest.put(pool, own);
        return own;
    }

    private synchronized void forget(PoolName pool, Run run) {
        latest.remove(pool, run);
    }

    private void make(Run run, Pool pool, int sampleMax) {
        if (!room.tryAcquire()) {
            fail(run, pool, tooMany());
            return;
        }
        try {
            Diagnosis made = examination.apply(pool, sampleMax);
            run.endedAt = System.nanoTime();
            run.result.complete(made);
        } catch (RuntimeException bug) {
            fail(run, pool, bug);
        } finally {
            room.release();
            if (!run.result.isDone()) {
                fail(run, pool, tooMany()); // After an error, nobody must wait for this one for ever.
            }
        }
    }

    /// What failed is not answered again.
    private void fail(Run run, Pool pool, RuntimeException failure) {
        forget(pool.name(), run);
        run.result.completeExceptionally(failure);
    }

    private static Diagnosis result(Run run) {
        try {
            return run.result.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException told ? told : new IllegalStateException(failure);
        } catch (TimeoutException _) {
            throw tooMany();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw tooMany();
        }
    }

    private static RefusedException tooMany() {
        return RefusedException.rateLimited("This replica has enough diagnoses under way.", RETRY_AFTER);
    }
}
