package org.identitybroker.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.identitybroker.store.Store;

/// Which months have a partition for their events.
@ApplicationScoped
public class AuditMonths {
    private static final String MISSING = """
            SELECT ahead FROM generate_series(0, cast(? AS integer)) AS ahead WHERE NOT EXISTS (
                SELECT FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
                WHERE inhparent = 'audit_event'::regclass AND child.relname = 'audit_event_' || to_char(
                    date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead), 'YYYY_MM'))
            ORDER BY ahead""";

    private final Store store;

    AuditMonths(Store store) {
        this.store = store;
    }

    /// Of this month, 0, and those for which the broker makes partitions ahead, the ones that have none.
    ///
    /// @throws org.identitybroker.problem.RefusedException `store-unavailable`
    public List<Integer> missing() {
        return store.inOneStatement("read audit partitions", connection -> {
            try (PreparedStatement query = connection.prepareStatement(MISSING)) {
                query.setInt(1, AuditPartitions.MONTHS_AHEAD);
                try (ResultSet rows = query.executeQuery()) {
                    List<Integer> missing = new ArrayList<>();
                    while (rows.next()) {
                        missing.add(rows.getInt(1));
                    }
                    return missing;
                }
            }
        });
    }
}
