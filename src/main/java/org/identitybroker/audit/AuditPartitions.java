package org.identitybroker.audit;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.store.Store;
import org.jboss.logging.Logger;

/// Keeps a partition for this month and the next ones, and drops those that are too old. Every replica tries, one at a
/// time does it.
@ApplicationScoped
class AuditPartitions {
    private static final Logger LOG = Logger.getLogger(AuditPartitions.class);

    /// Two months in which every run of the job may fail before an event has no place.
    static final int MONTHS_AHEAD = 2;

    /// A number of our own among the advisory locks of the database: "audit" in ASCII.
    private static final long LOCK = 0x6175646974L;

    private static final String LOCK_ALONE = "SELECT pg_try_advisory_xact_lock(?)";

    /// To drop a partition waits for all who read or write events, and everybody after it waits, too; so not for long.
    private static final String WAIT_BRIEFLY = "SET LOCAL lock_timeout = '500ms'";

    private static final String CREATE = """
            SELECT count(*) FILTER (WHERE create_audit_partition(
                (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead))::date))
            FROM generate_series(0, cast(? AS integer)) AS ahead""";

    private static final String DROP = "SELECT drop_audit_partitions(now() - make_interval(secs => ?))";

    private final AgroalDataSource database;
    private final Store store;
    private final AuditLimits limits;
    private final AuditMetrics metrics;

    AuditPartitions(AgroalDataSource database, Store store, AuditLimits limits, AuditMetrics metrics) {
        this.database = database;
        this.store = store;
        this.limits = limits;
        this.metrics = metrics;
    }

    /// A broker that was down for a season must have this month's partition before its first request.
    void atStart(@Observes StartupEvent started) {
        keep();
    }

    /// Hourly, so that a run that meets a busy table or an absent database costs nothing.
    @Scheduled(every = "1h", delayed = "1h")
    void hourly() {
        keep();
    }

    /// @return whether it could be done, or another replica is at it
    boolean keep() {
        try {
            // Apart, so that a partition that cannot be dropped now does not keep the next ones from being made.
            store.inTransaction(() -> underLock(CREATE, MONTHS_AHEAD, "made"));
            store.inTransaction(() -> underLock(DROP, limits.retention().toSeconds(), "dropped"));
            metrics.partitionsKept();
            return true;
        } catch (RefusedException _) {
            LOG.warn("the audit trail's partitions could not be looked after; it is tried again within the hour");
            return false;
        }
    }

    private long underLock(String statement, long argument, String deed) {
        try (Connection connection = database.getConnection()) {
            if (!(boolean) ask(connection, LOCK_ALONE, LOCK)) {
                return 0;
            }
            try (PreparedStatement brief = connection.prepareStatement(WAIT_BRIEFLY)) {
                brief.execute();
            }
            long count = ((Number) ask(connection, statement, argument)).longValue();
            if (count > 0) {
                LOG.infof("%d of the audit trail's partitions %s", count, deed);
            }
            return count;
        } catch (SQLException failure) {
            throw store.refusalOf(failure);
        }
    }

    private static Object ask(Connection connection, String sql, long argument) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, argument);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getObject(1);
            }
        }
    }
}
