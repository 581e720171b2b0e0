package org.identitybroker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.identitybroker.testing.BrokerSettings;

/// The contract, kept by a real Postgres.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class PostgresIdentityLinksTest extends IdentityLinksContract {
    @Inject
    IdentityLinks links;

    @Inject
    DataSource database;

    @Override
    protected IdentityLinks links() {
        return links;
    }

    @Override
    protected void disable(IdentityId id) {
        assertThat(update("UPDATE identity SET status = 'disabled' WHERE identity_id = ?", id))
                .isEqualTo(1);
    }

    @Override
    protected void removeUsers(IdentityId id) {
        assertThat(update("DELETE FROM developer_login WHERE identity_id = ?", id))
                .isPositive();
    }

    private int update(String sql, IdentityId id) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id.value());
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new AssertionError("the test's own statement failed", failure);
        }
    }
}
