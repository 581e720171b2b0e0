package org.identitybroker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;

/// Partitions by month, and which index serves which question.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class AuditPartitionsTest {
    @Inject
    AuditPartitions partitions;

    @Inject
    DataSource database;

    private final YearMonth thisMonth = YearMonth.now(ZoneOffset.UTC);

    @Test
    void thisMonthAndTheNextTwoAreThere() throws SQLException {
        assertThat(partitions.keep()).isTrue();

        assertThat(existing()).contains(name(thisMonth), name(thisMonth.plusMonths(1)), name(thisMonth.plusMonths(2)));
    }

    @Test
    void whatIsMissingIsMadeAgain() throws SQLException {
        run("DROP TABLE " + name(thisMonth.plusMonths(2)));

        partitions.keep();

        assertThat(existing()).contains(name(thisMonth.plusMonths(2)));
    }

    @Test
    void monthsGoOnceTheirLastEventIsTooOld() throws SQLException {
        run("SELECT create_audit_partition('2020-01-01')");
        YearMonth yetToKeep = YearMonth.now(ZoneOffset.UTC).minusMonths(13);
        run("SELECT create_audit_partition('" + yetToKeep.atDay(1) + "')");

        partitions.keep();

        assertThat(existing()).doesNotContain("audit_event_2020_01").contains(name(yetToKeep), name(thisMonth));
    }

    @Test
    void anotherReplicaAtItIsLeftAlone() throws SQLException {
        run("SELECT create_audit_partition('2020-02-01')");
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + 0x6175646974L + ")");

            partitions.keep();

            assertThat(existing()).contains("audit_event_2020_02");
            other.rollback();
        }
        partitions.keep();

        assertThat(existing()).doesNotContain("audit_event_2020_02");
    }

    @Test
    void aMonthThatIsReadIsDroppedLater() throws SQLException {
        run("SELECT create_audit_partition('2020-03-01')");
        try (Connection reader = database.getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM audit_event_2020_03");

            assertThat(partitions.keep()).isFalse();
            reader.rollback();
        }
        assertThat(partitions.keep()).isTrue();

        assertThat(existing()).doesNotContain("audit_event_2020_03");
    }

    @Test
    void everyQuestionHasItsIndex() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off");
            statement.execute("SET LOCAL enable_bitmapscan = off");
            assertThat(plan(statement, "user_id = 'u'")).contains("user_id_occurred_at");
            assertThat(plan(statement, "identity_id = 'i'")).contains("identity_id_occurred_at");
            assertThat(plan(statement, "previous_identity_id = 'i'")).contains("previous_identity_id_occurred_at");
            assertThat(plan(statement, "caller = 'c'")).contains("caller_occurred_at");
            assertThat(plan(statement, "pool = 'p'")).contains("pool_occurred_at");
            assertThat(plan(statement, "type = 'token.refused'")).contains("type_occurred_at");
            assertThat(plan(statement, "occurred_at < now()")).contains("pkey");
            connection.rollback();
        }
    }

    /// Of the one month in which the events of a test are.
    private String plan(Statement statement, String condition) throws SQLException {
        try (ResultSet rows = statement.executeQuery("EXPLAIN SELECT * FROM audit_event WHERE " + condition
                + " AND occurred_at >= now() - interval '1 second' ORDER BY occurred_at DESC, id DESC LIMIT 50")) {
            StringBuilder plan = new StringBuilder();
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
            assertThat(plan.toString()).contains("Index").doesNotContain("Seq Scan", "Sort");
            return plan.toString();
        }
    }

    private List<String> existing() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_event'::regclass");
                ResultSet rows = query.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String name(YearMonth month) {
        return "audit_event_%d_%02d".formatted(month.getYear(), month.getMonthValue());
    }
}
