package org.identitybroker.bench;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.identitybroker.caller.CurrentCaller;
import org.identitybroker.caller.Permission;

/// The least that a request can cost on this platform: who calls is found out as the API does, and one row is read by
/// its primary key. Only in the build of the benchmark.
@Path("/bench/bare")
@Authenticated
public class BareResource {
    private final CurrentCaller callers;
    private final DataSource database;

    BareResource(CurrentCaller callers, DataSource database) {
        this.callers = callers;
        this.database = database;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    public String identity(@QueryParam("pool") String pool, @QueryParam("userId") String user) throws SQLException {
        callers.with(Permission.TOKEN_ISSUE);
        try (Connection connection = database.getConnection();
                PreparedStatement read = connection.prepareStatement(
                        "SELECT identity_id FROM developer_login WHERE pool = ? AND user_id = ?")) {
            read.setString(1, pool);
            read.setString(2, user);
            try (ResultSet rows = read.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }
}
