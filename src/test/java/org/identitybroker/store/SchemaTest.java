package org.identitybroker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;

/// Which schema a starting broker accepts.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class SchemaTest {
    @Inject
    Flyway flyway;

    @Inject
    DataSource database;

    /// That of a version to come: during an upgrade, replicas of this one are still started again, and rolled
    /// back to.
    @Test
    void aNewerSchemaIsAccepted() throws SQLException {
        execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (999, '999', 'Come later', 'SQL',"
                + " 'V999__Come_later.sql', 1, current_user, 1, true)");
        try {
            assertThat(flyway.migrate().migrationsExecuted).isZero();
        } finally {
            execute("DELETE FROM flyway_schema_history WHERE version = '999'");
        }
    }

    /// Somebody edited a migration that has run, or the database is another product's.
    @Test
    void anotherSchemaIsRefused() throws SQLException {
        execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");
        try {
            assertThatThrownBy(() -> flyway.migrate()).isInstanceOf(FlywayValidateException.class);
        } finally {
            execute("UPDATE flyway_schema_history SET checksum = checksum - 1 WHERE version = '1'");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
