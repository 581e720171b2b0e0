package org.identitybroker.adoption;

import java.time.Duration;
import org.jboss.logging.Logger;

/// Tells the world how far an import is: every replica through the table, and operators through the log. Neither has a
/// user id.
final class ImportProgress {
    private static final Logger LOG = Logger.getLogger("import");

    /// Some seconds of a file with identities, a quarter of an hour of lookups at the usual pace.
    private static final long LINES_PER_LOG = 10_000;

    /// While nothing comes in, so that the run is not taken for interrupted.
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final ImportOrder order;
    private final ImportRuns runs;
    private long linesShown;
    private long linesLogged;
    private long shownAt = System.nanoTime();

    ImportProgress(ImportOrder order, ImportRuns runs) {
        this.order = order;
        this.runs = runs;
    }

    void show(ImportTally tally) throws InterruptedException {
        long now = System.nanoTime();
        if (tally.lines() == linesShown && now - shownAt < SIGN_OF_LIFE.toNanos()) {
            return;
        }
        PatientStore.call(() -> {
            runs.progress(order.id(), tally.counts());
            return order;
        });
        linesShown = tally.lines();
        shownAt = now;
        if (linesShown / LINES_PER_LOG > linesLogged / LINES_PER_LOG) {
            linesLogged = linesShown;
            log("is running", tally);
        }
    }

    void log(String what, ImportTally tally) {
        ImportTally.Counts counts = tally.counts();
        LOG.infof(
                "import %s into pool %s %s: %d lines, %d imported, %d unchanged, %d conflicting, %d failed",
                order.id(),
                order.pool().name().value(),
                what,
                tally.lines(),
                counts.imported(),
                counts.unchanged(),
                counts.conflicting(),
                counts.failed());
    }
}
