package org.identitybroker.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What really stands in `audit_event`.
final class StoredEvents {
    private final DataSource database;

    StoredEvents(DataSource database) {
        this.database = database;
    }

    /// The events of an exchange, each column as text, in the order in which they were stored.
    List<Map<String, String>> of(String requestId) {
        return read(
                "SELECT *, encode(token_sha256, 'hex') AS token_sha256 FROM audit_event WHERE request_id = ?"
                        + " ORDER BY occurred_at, id",
                requestId);
    }

    long count() {
        return Long.parseLong(read("SELECT count(*) AS events FROM audit_event WHERE request_id <> ?", "")
                .getFirst()
                .get("events"));
    }

    private List<Map<String, String>> read(String sql, String value) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            ResultSet rows = query.executeQuery();
            ResultSetMetaData columns = rows.getMetaData();
            List<Map<String, String>> found = new ArrayList<>();
            while (rows.next()) {
                Map<String, String> row = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), text(rows, i));
                }
                found.add(row);
            }
            return found;
        } catch (SQLException failure) {
            throw new AssertionError("the test's own query failed", failure);
        }
    }

    /// Arrays as they are from Postgres' text format and from its binary one, which the driver changes to for
    /// statements
    /// that it has run often.
    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        return row.getObject(column) instanceof Array array
                ? Arrays.toString((Object[]) array.getArray())
                : row.getString(column);
    }
}
