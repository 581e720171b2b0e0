package org.identitybroker.identity;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.identitybroker.pool.PoolName;

/// The statements of one adoption. Each takes its rows as arrays, so that any number of them is one round trip and
/// one plan; JDBC itself, because an ORM would send them one by one.
final class AdoptionStatements {
    private final Connection connection;
    private final String pool;

    AdoptionStatements(Connection connection, PoolName pool) {
        this.connection = connection;
        this.pool = pool.value();
    }

    /// @param logins sorted by user
    /// @return the users who had no login
    Set<String> insertLogins(List<NewLogin> logins) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO developer_login
                    (pool, user_id, identity_id, developer_user_identifier, key_id, linked_at, linked_by)
                SELECT ?, user_id, identity_id, identifier, key_id, now(), caller
                FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY
                    AS login (user_id, identity_id, identifier, key_id, caller, place)
                ORDER BY place
                ON CONFLICT ON CONSTRAINT developer_login_pk DO NOTHING
                RETURNING user_id""")) {
            insert.setString(1, pool);
            insert.setArray(2, texts(logins, login -> login.user().value()));
            insert.setArray(3, texts(logins, login -> login.identity().value()));
            insert.setArray(4, texts(logins, NewLogin::developerUserIdentifier));
            insert.setArray(5, keyIds(logins));
            insert.setArray(6, texts(logins, login -> login.origin().caller()));
            return firstColumn(insert);
        }
    }

    /// @return those that were not known
    Set<String> insertIdentities(List<String> identities) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO identity (identity_id, pool, status, created_at, updated_at)
                SELECT id, ?, 'enabled', now(), now() FROM unnest(?) AS id ORDER BY id COLLATE "C"
                ON CONFLICT ON CONSTRAINT identity_pk DO NOTHING
                RETURNING identity_id""")) {
            insert.setString(1, pool);
            insert.setArray(2, texts(identities, Function.identity()));
            return firstColumn(insert);
        }
    }

    /// Locks these identities until the end of the transaction, so that nobody disables, deletes or links them
    /// meanwhile. Those that are gone are left out.
    Map<String, KnownIdentity> lockIdentities(List<String> identities) throws SQLException {
        Map<String, KnownIdentity> known = new HashMap<>();
        if (identities.isEmpty()) {
            return known;
        }
        try (PreparedStatement lock = connection.prepareStatement("""
                SELECT identity_id, pool, status FROM identity WHERE identity_id = ANY (?)
                ORDER BY identity_id FOR UPDATE""")) {
            lock.setArray(1, texts(identities, Function.identity()));
            ResultSet rows = lock.executeQuery();
            while (rows.next()) {
                known.put(
                        rows.getString(1),
                        new KnownIdentity(rows.getString(2), IdentityStatus.of(rows.getString(3)), new HashMap<>()));
            }
        }
        addUsers(known, identities);
        return known;
    }

    /// After the lock, in a statement of its own, because a statement sees what was there when it began.
    private void addUsers(Map<String, KnownIdentity> known, List<String> identities) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT identity_id, user_id, developer_user_identifier FROM developer_login
                WHERE identity_id = ANY (?)""")) {
            query.setArray(1, texts(identities, Function.identity()));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                KnownIdentity identity = known.get(rows.getString(1));
                if (identity != null) {
                    identity.users().put(rows.getString(2), rows.getString(3));
                }
            }
        }
    }

    /// The identity of each of these users who has one.
    Map<String, String> identitiesOf(List<String> users) throws SQLException {
        Map<String, String> found = new HashMap<>();
        if (users.isEmpty()) {
            return found;
        }
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT user_id, identity_id FROM developer_login WHERE pool = ? AND user_id = ANY (?)")) {
            query.setString(1, pool);
            query.setArray(2, texts(users, Function.identity()));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
            return found;
        }
    }

    void deleteLogins(List<String> users) throws SQLException {
        if (users.isEmpty()) {
            return;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM developer_login WHERE pool = ? AND user_id = ANY (?)")) {
            delete.setString(1, pool);
            delete.setArray(2, texts(users, Function.identity()));
            delete.executeUpdate();
        }
    }

    private Array keyIds(List<NewLogin> logins) throws SQLException {
        return connection.createArrayOf(
                "text", logins.stream().map(login -> login.keyId().orElse(null)).toArray(String[]::new));
    }

    private <T> Array texts(List<T> values, Function<T, String> text) throws SQLException {
        return connection.createArrayOf("text", values.stream().map(text).toArray(String[]::new));
    }

    private static Set<String> firstColumn(PreparedStatement statement) throws SQLException {
        Set<String> found = new HashSet<>();
        ResultSet rows = statement.executeQuery();
        while (rows.next()) {
            found.add(rows.getString(1));
        }
        return found;
    }
}
