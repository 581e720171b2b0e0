package org.identitybroker.token;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// What really stands in the database.
final class StoredRows {
    private final DataSource database;

    StoredRows(DataSource database) {
        this.database = database;
    }

    /// The identities of a user, in whichever pool.
    List<String> identitiesOf(String user) {
        return read("SELECT identity_id FROM developer_login WHERE user_id = ?", user);
    }

    /// The users of an identity.
    List<String> usersOf(String identity) {
        return read("SELECT user_id FROM developer_login WHERE identity_id = ? ORDER BY user_id", identity);
    }

    /// Status of the identity; empty if it has no row.
    List<String> statusOf(String identity) {
        return read("SELECT status FROM identity WHERE identity_id = ?", identity);
    }

    /// All identities, with or without users.
    List<String> identities() {
        return read("SELECT identity_id FROM identity WHERE identity_id <> ? ORDER BY identity_id", "");
    }

    private List<String> read(String sql, String value) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            ResultSet rows = query.executeQuery();
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException failure) {
            throw new AssertionError("the test's own query failed", failure);
        }
    }
}
