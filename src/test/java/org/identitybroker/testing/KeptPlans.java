package org.identitybroker.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// How often Postgres used a plan that it had made before.
public final class KeptPlans {
    private static final String USED = """
            SELECT coalesce(sum(generic_plans), 0) FROM pg_prepared_statements WHERE starts_with(statement, ?)""";

    /// More than the driver waits for until it prepares a statement on the server (5), and Postgres until it compares a
    /// plan for all parameters with those that it made for some (5).
    public static final int REPEATS = 15;

    private KeptPlans() {}

    /// @param start of the statement
    /// @return by statements of this connection
    public static long used(Connection connection, String start) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(USED)) {
            statement.setString(1, start);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
