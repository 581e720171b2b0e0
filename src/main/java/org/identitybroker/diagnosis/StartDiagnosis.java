package org.identitybroker.diagnosis;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.Pools;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells after a start what is wrong with each pool, as warnings in the log. Nothing waits for it, and nothing
/// depends on what it finds.
@ApplicationScoped
class StartDiagnosis {
    private static final Logger LOG = Logger.getLogger(StartDiagnosis.class);

    /// The first requests come first: they find the processor free, and whatever classes they need.
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// For all pools, one after the other: ten with everything away, and far more that answer.
    private static final Duration TIME_MAX = Duration.ofMinutes(2);

    /// A rolling restart of many replicas must not spend the account's lookups.
    private static final int SAMPLE = 3;

    private final Diagnoses diagnoses;
    private final Pools pools;
    private final DiagnosisLimits limits;
    private final Duration pause;
    private volatile @Nullable Thread running;

    @Inject
    StartDiagnosis(Diagnoses diagnoses, Pools pools, DiagnosisLimits limits) {
        this(diagnoses, pools, limits, PAUSE);
    }

    StartDiagnosis(Diagnoses diagnoses, Pools pools, DiagnosisLimits limits, Duration pause) {
        this.diagnoses = diagnoses;
        this.pools = pools;
        this.limits = limits;
        this.pause = pause;
    }

    void begin(@Observes StartupEvent started) {
        if (limits.atStart()) {
            running = Thread.ofVirtual().name("diagnosis-at-start").start(this::run);
        }
    }

    void end(@Observes ShutdownEvent ending) {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            return;
        }
        tellAll();
    }

    private void tellAll() {
        long end = System.nanoTime() + TIME_MAX.toNanos();
        for (Pool pool : pools.all()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                LOG.warnf("the diagnosis at start ends before pool %s: it has taken too long", name(pool));
                return;
            }
            tell(pool);
        }
    }

    private void tell(Pool pool) {
        try {
            tell(diagnoses.of(pool, SAMPLE));
        } catch (RuntimeException failure) {
            // Without its text: nobody knows what it repeats.
            LOG.warnf(
                    "pool %s could not be diagnosed at start: %s",
                    name(pool), failure.getClass().getSimpleName());
        }
    }

    static void tell(Diagnosis diagnosis) {
        for (CheckAnswer check : diagnosis.items()) {
            if (!check.status().equals(Status.PASS.text())) {
                LOG.warnf(
                        "pool %s, %s: %s. %s %s",
                        diagnosis.pool(),
                        check.id(),
                        check.status().toUpperCase(Locale.ROOT),
                        check.finding(),
                        check.remedy());
            }
        }
        LOG.infof("pool %s was diagnosed: %s", diagnosis.pool(), diagnosis.status());
    }

    private static String name(Pool pool) {
        return pool.name().value();
    }
}
