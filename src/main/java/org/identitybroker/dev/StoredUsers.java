package org.identitybroker.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.identitybroker.emulator.state.KnownUser;
import org.identitybroker.pool.Pool;

/// The users that the broker's database has from an earlier run.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class StoredUsers {
    /// Of each pool. More than anybody tries out by hand, and read in well under a second.
    private static final int USERS_MAX = 100_000;

    private final DataSource database;

    StoredUsers(DataSource database) {
        this.database = database;
    }

    List<KnownUser> of(Collection<Pool> pools) {
        List<KnownUser> users = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (Pool pool : pools) {
                read(connection, pool, users);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the stored users could not be read", failure);
        }
        return users;
    }

    private static void read(Connection connection, Pool pool, List<KnownUser> users) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT identity_id, developer_user_identifier FROM developer_login WHERE pool = ? LIMIT ?")) {
            query.setString(1, pool.name().value());
            query.setInt(2, USERS_MAX);
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                users.add(new KnownUser(pool.identityPoolId(), rows.getString(1), rows.getString(2)));
            }
        }
    }
}
