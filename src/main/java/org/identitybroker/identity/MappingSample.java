package org.identitybroker.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.identitybroker.pool.PoolName;
import org.identitybroker.store.Store;

/// Draws a few identities of a pool at random, to be compared with Cognito.
@ApplicationScoped
public class MappingSample {
    /// The identities on both sides of points of time between the oldest and the newest one: two index reads
    /// for each point, however many identities there are. Those without users are left out.
    private static final String DRAW = """
            WITH ends AS (
                SELECT (SELECT created_at FROM identity WHERE pool = ? ORDER BY created_at, identity_id LIMIT 1) AS oldest,
                    (SELECT created_at FROM identity WHERE pool = ? ORDER BY created_at DESC, identity_id DESC LIMIT 1)
                    AS newest
            ), points AS MATERIALIZED (
                SELECT oldest + random() * (newest - oldest) AS at FROM ends, generate_series(1, ?)
            ), drawn AS (
                SELECT DISTINCT near.identity_id FROM points, LATERAL (
                    (SELECT identity_id FROM identity WHERE pool = ? AND created_at >= points.at
                        ORDER BY created_at, identity_id LIMIT 1)
                    UNION ALL
                    (SELECT identity_id FROM identity WHERE pool = ? AND created_at <= points.at
                        ORDER BY created_at DESC, identity_id DESC LIMIT 1)
                ) AS near LIMIT ?
            )
            SELECT identity_id, developer_user_identifier FROM drawn JOIN developer_login USING (identity_id) LIMIT ?""";

    /// Cognito's limit (AWS API reference, MergeDeveloperIdentities).
    private static final int LOGINS_OF_AN_IDENTITY_MAX = 20;

    /// One identity.
    ///
    /// @param developerUserIdentifiers what Cognito knows its users as, as far as is stored
    public record Drawn(IdentityId id, Set<String> developerUserIdentifiers) {
        @Override
        public String toString() {
            return "Drawn[redacted]";
        }
    }

    private final Store store;

    MappingSample(Store store) {
        this.store = store;
    }

    /// @param most how many to draw; mostly there are fewer, as one may be drawn twice
    /// @throws org.identitybroker.problem.RefusedException `store-unavailable`
    public List<Drawn> draw(PoolName pool, int most) {
        return store.inOneStatement("sample mappings", connection -> {
            try (PreparedStatement query = connection.prepareStatement(DRAW)) {
                query.setString(1, pool.value());
                query.setString(2, pool.value());
                query.setInt(3, (most + 1) / 2);
                query.setString(4, pool.value());
                query.setString(5, pool.value());
                query.setInt(6, most);
                query.setInt(7, most * LOGINS_OF_AN_IDENTITY_MAX);
                try (ResultSet rows = query.executeQuery()) {
                    return drawn(rows);
                }
            }
        });
    }

    private static List<Drawn> drawn(ResultSet rows) throws SQLException {
        Map<String, Set<String>> users = new LinkedHashMap<>();
        while (rows.next()) {
            users.computeIfAbsent(rows.getString(1), _ -> new HashSet<>()).add(rows.getString(2));
        }
        List<Drawn> drawn = new ArrayList<>();
        users.forEach((id, identifiers) -> drawn.add(new Drawn(new IdentityId(id), Set.copyOf(identifiers))));
        return drawn;
    }
}
