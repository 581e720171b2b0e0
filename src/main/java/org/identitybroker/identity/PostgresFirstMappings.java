package org.identitybroker.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.identitybroker.audit.FirstMapping;
import org.identitybroker.audit.FirstMappings;
import org.jspecify.annotations.Nullable;

/// [FirstMappings] by one statement: a rush of new users is when the database has most to do. Logins go in in the order
/// of their key, so that two replicas that store the same users wait for one another in one direction only. Identities
/// are looked up row by row: as a join they might be planned over the whole table. The subselect of the first parameter
/// keeps Postgres from planning the statement anew for each number of rows.
@ApplicationScoped
class PostgresFirstMappings implements FirstMappings {
    private static final String INSERT = """
            WITH made AS (
                INSERT INTO developer_login
                    (pool, user_id, identity_id, developer_user_identifier, key_id, linked_at, linked_by)
                SELECT pool, user_id, identity_id, identifier, key, now(), caller
                FROM unnest((SELECT ?::text[]), ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    AS wanted (pool, user_id, identity_id, identifier, key, caller)
                WHERE (SELECT true FROM identity WHERE identity.identity_id = wanted.identity_id) IS NULL
                ORDER BY pool COLLATE "C", user_id COLLATE "C"
                ON CONFLICT ON CONSTRAINT developer_login_pk DO NOTHING
                RETURNING pool, user_id, identity_id),
            identities AS (
                INSERT INTO identity (identity_id, pool, status, created_at, updated_at)
                SELECT identity_id, pool, 'enabled', now(), now() FROM made)
            SELECT pool, user_id FROM made""";

    @Override
    public Set<FirstMapping> store(Connection transaction, List<FirstMapping> wanted) throws SQLException {
        Map<List<String>, FirstMapping> byUser = wanted.stream()
                .collect(Collectors.toMap(mapping -> List.of(mapping.pool(), mapping.userId()), mapping -> mapping));
        try (PreparedStatement insert = transaction.prepareStatement(INSERT)) {
            insert.setArray(1, texts(transaction, wanted, FirstMapping::pool));
            insert.setArray(2, texts(transaction, wanted, FirstMapping::userId));
            insert.setArray(3, texts(transaction, wanted, FirstMapping::identityId));
            insert.setArray(4, texts(transaction, wanted, FirstMapping::developerUserIdentifier));
            insert.setArray(
                    5, texts(transaction, wanted, mapping -> mapping.keyId().orElse(null)));
            insert.setArray(6, texts(transaction, wanted, FirstMapping::caller));
            Set<FirstMapping> stored = new HashSet<>();
            try (ResultSet made = insert.executeQuery()) {
                while (made.next()) {
                    stored.add(byUser.get(List.of(made.getString(1), made.getString(2))));
                }
            }
            return stored;
        }
    }

    private static Array texts(
            Connection transaction, List<FirstMapping> wanted, Function<FirstMapping, @Nullable String> part)
            throws SQLException {
        return transaction.createArrayOf("text", wanted.stream().map(part).toArray());
    }
}
