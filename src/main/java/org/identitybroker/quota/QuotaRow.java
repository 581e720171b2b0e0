package org.identitybroker.quota;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.identitybroker.store.Store;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A quota's row in Postgres. Only the database's clock counts: each answer says how far its slots are from the
/// database's now, and the replica counts from there by a clock of its own that never steps. The connection is kept
/// while slots are wanted: in a rush, when they matter, everybody wants connections.
final class QuotaRow implements SlotSource {
    private static final Logger LOG = Logger.getLogger(QuotaRow.class);

    /// A twentieth of the full rate comes back each second: after one reduction it is whole within six seconds, and
    /// from the floor within eighteen.
    private static final double BACK_PER_SECOND = 0.05;

    /// Below a tenth a pool would be as good as down, and the rate could not be tried out any more.
    private static final double SHARE_MIN = 0.1;

    /// Each reduction. Cognito throttles by what it counts in a second, so the next one waits for a second's effect.
    private static final double REDUCTION = 0.7;

    /// Replicas take turns, a lease each. So many leases ahead are no queue, but a database whose clock was set back.
    private static final int LEASES_AHEAD_MAX = 100;

    /// A clock that was set back must not take more than the floor.
    static final String SHARE = "greatest(" + SHARE_MIN + ", least(1, q.reduced_to + " + BACK_PER_SECOND
            + " * extract(epoch FROM clock_timestamp() - q.throttled_at)::double precision))";

    /// The clock is read after the row's lock was got: whoever waits for it must not get the time before.
    private static final String LEASE = """
            INSERT INTO quota AS q (name, next_at)
            VALUES (?, clock_timestamp() + ? * interval '1 second')
            ON CONFLICT ON CONSTRAINT quota_pk DO UPDATE SET next_at =
                CASE WHEN q.next_at > clock_timestamp() + ? * interval '1 second' THEN clock_timestamp()
                     ELSE greatest(q.next_at, clock_timestamp() - ? * interval '1 second') END
                + ? / SHARE * interval '1 second'
            RETURNING extract(epoch FROM q.next_at - clock_timestamp())::double precision, SHARE""".replace("SHARE", SHARE);

    private static final String REDUCE = """
            UPDATE quota AS q SET reduced_to = greatest(FLOOR, REDUCTION * SHARE), throttled_at = clock_timestamp()
            WHERE name = ? AND NOT q.throttled_at BETWEEN clock_timestamp() - interval '1 second' AND clock_timestamp()
            RETURNING reduced_to""".replace("FLOOR", String.valueOf(SHARE_MIN))
            .replace("REDUCTION", String.valueOf(REDUCTION))
            .replace("SHARE", SHARE);

    private final AgroalDataSource database;
    private final Store store;
    private final String key;
    private final Pace pace;
    private @Nullable Connection kept;

    QuotaRow(AgroalDataSource database, Store store, String key, Pace pace) {
        this.database = database;
        this.store = store;
        this.key = key;
        this.pace = pace;
    }

    private interface Query<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    @Override
    public Slots lease(int number) {
        double length = number / pace.slotsPerSecond();
        double leaseMax = pace.leaseMax(1) / pace.slotsPerSecond();
        return run(LEASE, lease -> {
            lease.setString(1, key);
            lease.setDouble(2, length);
            lease.setDouble(3, LEASES_AHEAD_MAX * leaseMax / SHARE_MIN);
            lease.setDouble(4, Pace.seconds(Pace.CATCH_UP));
            lease.setDouble(5, length);
            long askedAt = System.nanoTime();
            try (ResultSet row = lease.executeQuery()) {
                long answeredAt = System.nanoTime();
                row.next();
                return slots(number, row.getDouble(1), row.getDouble(2), answeredAt, answeredAt - askedAt);
            }
        });
    }

    /// @param end seconds from the database's now to the end of the last slot
    private Slots slots(int number, double end, double share, long answeredAt, long answeredIn) {
        double step = 1 / (pace.slotsPerSecond() * share);
        long firstAt = answeredAt + nanos(end - number * step);
        return new Slots(number, firstAt, nanos(step), share, answeredIn);
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    @Override
    public Optional<Double> reduce() {
        return run(REDUCE, reduce -> {
            reduce.setString(1, key);
            try (ResultSet row = reduce.executeQuery()) {
                return row.next() ? Optional.of(row.getDouble(1)) : Optional.empty();
            }
        });
    }

    private <T> T run(String sql, Query<T> query) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            return query.run(statement);
        } catch (SQLException failure) {
            rest();
            throw store.refusalOf(failure);
        } catch (RuntimeException failure) {
            rest();
            throw store.translated(failure);
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = kept == null ? database.getConnection() : kept;
        kept = connection;
        return connection;
    }

    @Override
    public void rest() {
        try (Connection _ = kept) {
            kept = null;
        } catch (SQLException failure) {
            LOG.debugf("a connection could not be given back, SQLSTATE %s", failure.getSQLState());
        }
    }
}
