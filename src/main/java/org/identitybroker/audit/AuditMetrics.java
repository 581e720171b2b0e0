package org.identitybroker.audit;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// How long commits take, how many events share one, and whether there is a place for the next month's.
@ApplicationScoped
class AuditMetrics {
    private final MeterRegistry registry;
    private final Clock clock;
    private final Timer commits;
    private final DistributionSummary sizes;
    private volatile Instant partitionsKept;

    /// A group on its way into the database.
    interface Write {
        Set<UUID> run() throws SQLException;
    }

    AuditMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.partitionsKept = clock.instant();
        Gauge.builder("broker.audit.partitions.kept.timestamp", () -> partitionsKept.getEpochSecond())
                .description("When this replica last saw to the audit trail's partitions, or else started; Unix time")
                .baseUnit("seconds")
                .register(registry);
        this.commits = Timer.builder("broker.audit.commit")
                .description("How long storing a group of audit events takes, the commit included")
                .publishPercentileHistogram()
                .register(registry);
        this.sizes = DistributionSummary.builder("broker.audit.batch.size")
                .description("How many exchanges share one commit of the audit trail")
                .register(registry);
    }

    /// By this replica, or by another one that was at it.
    void partitionsKept() {
        partitionsKept = clock.instant();
    }

    Set<UUID> timed(List<Entry> group, Write write) throws SQLException {
        Timer.Sample sample = Timer.start(registry);
        try {
            return write.run();
        } finally {
            sample.stop(commits);
            sizes.record(group.size());
        }
    }
}
