package org.identitybroker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.tracing.Tracing;
import org.junit.jupiter.api.Test;

/// The limits of the broker's connections, and what becomes of those that broke, on a real Postgres.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class ConnectionLimitsTest {
    @Inject
    AgroalDataSource connections;

    @Inject
    Store store;

    @Test
    void everyConnectionHasItsLimits() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            assertThat(first(connection, "SHOW statement_timeout")).isEqualTo("4s");
            assertThat(first(connection, "SHOW lock_timeout")).isEqualTo("2s");
            assertThat(connection.getNetworkTimeout()).isEqualTo(5000);
        }
    }

    @Test
    void aStatementThatTakesTooLongIsAnOutage() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            SQLException failure = failureOf(connection, "SELECT pg_sleep(30)");
            assertThat(store.refusalOf(failure))
                    .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                    .extracting(RefusedException::code)
                    .isEqualTo(ProblemCode.STORE_UNAVAILABLE);
        }
    }

    @Test
    void aWrongStatementIsABug() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            SQLException failure = failureOf(connection, "SELECT nothing_there");
            assertThat(store.refusalOf(failure))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCause(failure);
        }
    }

    /// After one broke, nobody finds another that did.
    @Test
    void oneBrokenConnectionHasAllOfThemMadeAnew() throws SQLException {
        List<Integer> before = severalBackends();
        terminate(before);
        // Repeated, because another test may have had connections dropped a moment ago.
        await().until(() -> {
            store.refusalOf(new SQLException("gone", "08006"));
            return connections.getMetrics().availableCount() < before.size();
        });
        assertThat(severalBackends()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void connectionsThatBrokeWhileNobodyUsedThemAreMadeAnew() throws SQLException {
        List<Integer> before = severalBackends();
        terminate(before);

        // With a store of its own, as the application's may have dropped connections within this second.
        new IdleCheck(connections, new Store(connections, Tracing.off()), new SimpleMeterRegistry()).look();

        // They are dropped in the background. Without the look, each of the five would fail once before it is.
        AtomicInteger failures = new AtomicInteger();
        await().pollDelay(Duration.ofMillis(200)).until(() -> {
            try {
                return Collections.disjoint(severalBackends(), before);
            } catch (SQLException _) {
                return failures.incrementAndGet() > 2;
            }
        });
        assertThat(failures.get()).isLessThan(3);
    }

    private List<Integer> severalBackends() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        List<Integer> pids = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Connection connection = connections.getConnection();
                taken.add(connection);
                pids.add(Integer.valueOf(first(connection, "SELECT pg_backend_pid()")));
            }
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        return pids;
    }

    /// As a restart of the database does, or an operator.
    private void terminate(List<Integer> backends) throws SQLException {
        Set<Integer> others = new HashSet<>(backends);
        try (Connection connection = connections.getConnection()) {
            others.remove(Integer.valueOf(first(connection, "SELECT pg_backend_pid()")));
            for (Integer pid : others) {
                first(connection, "SELECT pg_terminate_backend(" + pid + ", 5000)");
            }
            failureOf(connection, "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(3)");
        }
    }

    private static SQLException failureOf(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> first(connection, sql));
    }

    private static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }
}
