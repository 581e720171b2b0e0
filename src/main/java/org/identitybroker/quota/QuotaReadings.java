package org.identitybroker.quota;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.identitybroker.pool.Pool;
import org.identitybroker.store.Store;

/// How the quotas have got along with Cognito, over all replicas.
@ApplicationScoped
public class QuotaReadings {
    private static final String READ = """
            SELECT SHARE, q.throttled_at > 'epoch', extract(epoch FROM clock_timestamp() - q.throttled_at)
            FROM quota AS q WHERE name = ?""".replace("SHARE", QuotaRow.SHARE);

    private final Store store;

    QuotaReadings(Store store) {
        this.store = store;
    }

    /// Empty if the pool has no quota.
    ///
    /// @throws org.identitybroker.problem.RefusedException `store-unavailable`
    public Optional<QuotaReading> of(Pool pool) {
        return pool.quota().map(quota -> read(quota.key()));
    }

    private QuotaReading read(String key) {
        return store.inOneStatement("read quota", connection -> {
            try (PreparedStatement query = connection.prepareStatement(READ)) {
                query.setString(1, key);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? reading(row) : QuotaReading.UNUSED;
                }
            }
        });
    }

    private static QuotaReading reading(ResultSet row) throws SQLException {
        Optional<Duration> since =
                row.getBoolean(2) ? Optional.of(Duration.ofSeconds(row.getLong(3))) : Optional.empty();
        return new QuotaReading(row.getDouble(1), since);
    }
}
