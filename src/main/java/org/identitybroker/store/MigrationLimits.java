package org.identitybroker.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// A migration may take as long as it takes: an index over a hundred million users is not made in the seconds
/// that a request's statement has. Only for a lock it waits a bounded time, since other replicas' requests
/// queue up behind it: less than they wait for one, so that none fails. Without the lock the start fails,
/// nothing is changed, and whoever starts the broker again tries again.
@Singleton
class MigrationLimits implements FlywayConfigurationCustomizer {
    /// More than the broker's own transactions take, and half of what application.properties lets requests
    /// wait.
    private static final String LIMITS = "SET statement_timeout = 0; SET lock_timeout = '1s'";

    private static final int NO_NETWORK_TIMEOUT = 0;

    private final AgroalDataSource connections;

    MigrationLimits(AgroalDataSource connections) {
        this.connections = connections;
    }

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.callbacks(new BeforeEachMigration());
    }

    /// The connections that migrated are not for requests.
    void migrated(@Observes StartupEvent started) {
        connections.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }

    private static final class BeforeEachMigration extends BaseCallback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            Connection connection = context.getConnection();
            try (Statement statement = connection.createStatement()) {
                connection.setNetworkTimeout(Runnable::run, NO_NETWORK_TIMEOUT);
                statement.execute(LIMITS);
            } catch (SQLException failure) {
                throw new IllegalStateException("a migration's limits could not be set", failure);
            }
        }
    }
}
