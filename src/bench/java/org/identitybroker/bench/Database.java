package org.identitybroker.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/// A real Postgres that loses nothing: what is committed is on the disk, as in production. Everything else is as
/// Postgres has it by default.
final class Database implements AutoCloseable {
    /// The database that most brokers use.
    static final String FIRST = "postgres";

    /// In one transaction.
    private static final long MAPPINGS_AT_ONCE = 1_000_000;

    private final EmbeddedPostgres postgres;

    /// A quarter of this machine's memory, as is usual where a database has a machine to itself (PostgreSQL
    /// documentation: Resource Consumption). The default, 128 MB, has no room for the indexes of ten million users.
    private static final String BUFFERS = "6GB";

    Database() throws IOException {
        Path directory =
                Settings.build().resolve("postgres-" + ProcessHandle.current().pid());
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(true)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", BUFFERS)
                .start();
    }

    /// The settings with which a broker uses the database of this name, which is made if it is not there.
    Map<String, String> settings(String name) {
        if (ask("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'", FIRST)
                .equals("0")) {
            run(FIRST, "CREATE DATABASE " + name);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url",
                postgres.getJdbcUrl("postgres", name),
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres");
    }

    /// The first column of the first row.
    String ask(String question, String name) {
        try (Connection connection = postgres.getDatabase("postgres", name).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void run(String name, String... statements) {
        try (Connection connection = postgres.getDatabase("postgres", name).getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// As if the users `user-1` to `user-COUNT` had come once; those that are there stay. Without the check of the
    /// foreign key, which would keep a note of each row until the commit.
    void addMappings(String name, String pool, long count) {
        for (long first = 1; first <= count; first += MAPPINGS_AT_ONCE) {
            long last = Math.min(count, first + MAPPINGS_AT_ONCE - 1);
            String users = "SELECT number, 'eu-west-1:' || md5('" + pool + "' || number)::uuid AS identity"
                    + " FROM generate_series(" + first + "::bigint, " + last + ") AS number ORDER BY identity";
            run(
                    name,
                    "SET session_replication_role = replica",
                    "INSERT INTO identity (identity_id, pool, status, created_at, updated_at) SELECT identity, '" + pool
                            + "', 'enabled', now(), now() FROM (" + users + ") AS users ON CONFLICT DO NOTHING",
                    "INSERT INTO developer_login (pool, user_id, identity_id, developer_user_identifier, linked_at,"
                            + " linked_by) SELECT '" + pool + "', 'user-' || number, identity, 'user-' || number,"
                            + " now(), 'login' FROM (" + users + ") AS users ON CONFLICT DO NOTHING");
            if (count > MAPPINGS_AT_ONCE) {
                System.out.printf("%s: %,d mappings%n", name, last);
            }
        }
        run(name, "VACUUM ANALYZE identity", "VACUUM ANALYZE developer_login", "CHECKPOINT");
    }

    void addMapping(String pool, String user) {
        String identity = "'" + CognitoStub.identityOf(pool, user) + "'";
        run(
                FIRST,
                "INSERT INTO identity (identity_id, pool, status, created_at, updated_at) VALUES (" + identity + ", '"
                        + pool + "', 'enabled', now(), now())",
                "INSERT INTO developer_login (pool, user_id, identity_id, developer_user_identifier, linked_at,"
                        + " linked_by) VALUES ('" + pool + "', '" + user + "', " + identity + ", '" + user
                        + "', now(), 'login')");
    }

    void addMappings(String pool, long count) {
        addMappings(FIRST, pool, count);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
