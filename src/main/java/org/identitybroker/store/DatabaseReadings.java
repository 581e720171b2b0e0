package org.identitybroker.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the database says of itself. Fails like [Store]: `store-unavailable`, or the failure of a statement that
/// this server, or this user's rights, do not know.
@ApplicationScoped
public class DatabaseReadings {
    private static final int VERSIONS_A_MAJOR = 10_000;

    private static final String VERSION = "SELECT current_setting('server_version_num')::integer";

    private static final String STANDBY = """
            SELECT pg_is_in_recovery(), extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())""";

    /// Without a state it is not shown: this user may not see it. Twenty are more than anybody has.
    private static final String FOLLOWERS = """
            SELECT state IS NOT NULL, extract(epoch FROM replay_lag),
                CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) END
            FROM pg_stat_replication LIMIT 20""";

    private static final String LEFT_BEHIND = """
            SELECT count(*), max(CASE WHEN pg_is_in_recovery() THEN NULL
                ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) END)
            FROM pg_replication_slots WHERE NOT active AND restart_lsn IS NOT NULL""";

    private final Store store;

    DatabaseReadings(Store store) {
        this.store = store;
    }

    /// The major version, for example 18.
    public int majorVersion() {
        return read(VERSION, row -> {
                    row.next();
                    return row.getInt(1);
                })
                / VERSIONS_A_MAJOR;
    }

    public Replication replication() {
        return store.inOneStatement(
                "read replication",
                connection -> new Replication(
                        read(connection, STANDBY, DatabaseReadings::standby),
                        read(connection, FOLLOWERS, DatabaseReadings::followers),
                        read(connection, LEFT_BEHIND, DatabaseReadings::slots)));
    }

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T read(String query, Reading<T> reading) {
        return store.inOneStatement("read server", connection -> read(connection, query, reading));
    }

    private static <T> T read(Connection connection, String query, Reading<T> reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return reading.of(rows);
        }
    }

    private static Optional<Duration> standby(ResultSet row) throws SQLException {
        row.next();
        return row.getBoolean(1) ? Optional.of(seconds(row, 2)) : Optional.empty();
    }

    private static List<Replication.Follower> followers(ResultSet rows) throws SQLException {
        List<Replication.Follower> followers = new ArrayList<>();
        while (rows.next()) {
            followers.add(new Replication.Follower(rows.getBoolean(1), seconds(rows, 2), rows.getLong(3)));
        }
        return followers;
    }

    private static Replication.LeftBehind slots(ResultSet row) throws SQLException {
        row.next();
        return new Replication.LeftBehind(row.getInt(1), row.getLong(2));
    }

    /// A null is nothing that was lagging.
    private static Duration seconds(ResultSet row, int column) throws SQLException {
        return Duration.ofMillis(Math.round(row.getDouble(column) * 1000));
    }
}
