package org.identitybroker.store;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/// Notices between requests that the connections broke, so that a database's restart at a quiet hour costs nobody a
/// refused request. It looks at one: what breaks one (a restart, a failover, a firewall) breaks them all.
@ApplicationScoped
class IdleCheck {
    private static final Logger LOG = Logger.getLogger(IdleCheck.class);

    /// Within a region an answer takes milliseconds.
    private static final int ANSWER_SECONDS = 1;

    private final AgroalDataSource connections;
    private final Store store;

    /// A start needs the database.
    private volatile boolean answered = true;

    IdleCheck(AgroalDataSource connections, Store store, MeterRegistry registry) {
        this.connections = connections;
        this.store = store;
        Gauge.builder("broker.store.available", () -> answered ? 1 : 0)
                .description("1 if Postgres answered when it was last looked for, which is done every ten seconds")
                .register(registry);
    }

    /// Has the metric there from the start.
    void begin(@Observes StartupEvent start) {}

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        try (Connection connection = connections.getConnection()) {
            answered = connection.isValid(ANSWER_SECONDS);
            if (!answered) {
                LOG.warn("an idle database connection broke; all are made anew");
                store.dropIdleConnections();
            }
        } catch (SQLException failure) {
            answered = false;
            LOG.warnf("no database connection, SQLSTATE %s", failure.getSQLState());
        }
    }
}
