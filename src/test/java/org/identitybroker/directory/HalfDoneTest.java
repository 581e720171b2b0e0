package org.identitybroker.directory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// Every request that changes Cognito and Postgres, with one of them failing half-way. The same request sent again
/// ends in the right state on both sides.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class HalfDoneTest {
    private enum Request {
        MERGE("MergeDeveloperIdentities"),
        UNLINK("UnlinkDeveloperIdentity"),
        DELETE("DeleteIdentities"),
        DISABLE(""),
        ENABLE(""),
        FIRST_TOKEN("GetOpenIdTokenForDeveloperIdentity"),
        TOKEN_OF_A_GUEST("GetOpenIdTokenForDeveloperIdentity"),
        TOKEN_OF_A_LOST_IDENTITY("GetOpenIdTokenForDeveloperIdentity");

        private final String atCognito;

        Request(String atCognito) {
            this.atCognito = atCognito;
        }
    }

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @Inject
    DataSource database;

    private final String user = "user-" + UUID.randomUUID();
    private final String other = "other-" + UUID.randomUUID();
    private CognitoIdentityClient cognito;

    @BeforeEach
    void connect() {
        cognito = AwsClients.operator(emulator(""));
    }

    @AfterEach
    void mendEverything() throws SQLException {
        RestAssured.delete(emulator("/_emulator/faults"));
        mendDatabase();
        cognito.close();
    }

    static Stream<Arguments> failuresOfCognito() {
        return Stream.of(Request.values())
                .filter(request -> !request.atCognito.isEmpty())
                .flatMap(request ->
                        Stream.of("internal-error", "lost-answer", "reset").map(kind -> Arguments.of(request, kind)));
    }

    @ParameterizedTest
    @MethodSource("failuresOfCognito")
    void aRepeatFinishesWhatCognitoFailed(Request request, String kind) throws SQLException {
        String identity = prepare(request);
        failAtCognito(kind, request.atCognito);

        assertThat(send(request, identity).statusCode()).isEqualTo(503);

        RestAssured.delete(emulator("/_emulator/faults"));
        assertFinishedByARepeat(request, identity);
    }

    /// Disk full, statement cancelled, serialization failure, lock not available.
    static Stream<Arguments> failuresOfPostgres() {
        return Stream.of(Request.values())
                .flatMap(request ->
                        Stream.of("53100", "57014", "40001", "55P03").map(sqlState -> Arguments.of(request, sqlState)));
    }

    @ParameterizedTest
    @MethodSource("failuresOfPostgres")
    void aRepeatFinishesWhatPostgresFailed(Request request, String sqlState) throws SQLException {
        String identity = prepare(request);
        Optional<String> before = stored(user);
        failInDatabase("INSERT OR UPDATE OR DELETE", sqlState);

        Response failed = send(request, identity);
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.<String>path("code")).isEqualTo("store-unavailable");
        assertThat(stored(user)).isEqualTo(before);

        mendDatabase();
        assertFinishedByARepeat(request, identity);
    }

    /// Cognito did not link the guest, and the mapping that was stored ahead could not be released.
    @Test
    void aGuestWhoseMappingCouldNotBeReleasedIsTheUsersByARepeat() throws SQLException {
        String guest = prepare(Request.TOKEN_OF_A_GUEST);
        failAtCognito("internal-error", Request.TOKEN_OF_A_GUEST.atCognito);
        failInDatabase("DELETE", "53100");
        assertThat(send(Request.TOKEN_OF_A_GUEST, guest).statusCode()).isEqualTo(503);
        assertThat(stored(user)).contains(guest);

        RestAssured.delete(emulator("/_emulator/faults"));
        mendDatabase();
        assertThat(issue(Map.of("userId", other, "identityId", guest)).statusCode())
                .isEqualTo(409);
        assertFinishedByARepeat(Request.TOKEN_OF_A_GUEST, guest);
    }

    /// @return the identity that the request is about
    private String prepare(Request request) {
        return switch (request) {
            case FIRST_TOKEN -> "";
            case TOKEN_OF_A_GUEST ->
                cognito.getId(guest -> guest.identityPoolId(BrokerSettings.CUSTOMERS_ID))
                        .identityId();
            case TOKEN_OF_A_LOST_IDENTITY -> {
                String lost = identityOf(user);
                cognito.deleteIdentities(delete -> delete.identityIdsToDelete(lost));
                yield lost;
            }
            case MERGE -> {
                identityOf(user);
                yield identityOf(other);
            }
            case ENABLE -> {
                String disabled = identityOf(user);
                assertThat(send(Request.DISABLE, disabled).statusCode()).isEqualTo(200);
                yield disabled;
            }
            case UNLINK, DELETE, DISABLE -> identityOf(user);
        };
    }

    private Response send(Request request, String identity) {
        String path = "/v1/identities/" + identity;
        return switch (request) {
            case MERGE ->
                admin().body(Map.of("sourceUserId", user, "destinationUserId", other))
                        .post("/v1/identities/merge");
            case UNLINK -> admin().body(Map.of("userId", user)).post(path + "/unlink");
            case DELETE -> admin().delete(path);
            case DISABLE -> admin().body(Map.of("status", "disabled")).put(path + "/status");
            case ENABLE -> admin().body(Map.of("status", "enabled")).put(path + "/status");
            case FIRST_TOKEN, TOKEN_OF_A_LOST_IDENTITY -> issue(Map.of("userId", user));
            case TOKEN_OF_A_GUEST -> issue(Map.of("userId", user, "identityId", identity));
        };
    }

    private void assertFinishedByARepeat(Request request, String identity) throws SQLException {
        Response done = send(request, identity);
        assertThat(done.statusCode()).as(done.asString()).isIn(200, 204);
        Optional<String> has = stored(user);
        assertThat(atCognito(user)).isEqualTo(has);
        assertThat(atCognito(other)).isEqualTo(stored(other));
        switch (request) {
            case MERGE -> assertThat(has).contains(identity).isEqualTo(stored(other));
            case UNLINK -> assertThat(has).isEmpty();
            case DELETE -> {
                assertThat(has).isEmpty();
                assertThat(statusOf(identity)).isEmpty();
            }
            case DISABLE -> assertThat(statusOf(identity)).contains("disabled");
            case ENABLE -> assertThat(statusOf(identity)).contains("enabled");
            case FIRST_TOKEN -> assertThat(has).contains(done.path("identityId"));
            case TOKEN_OF_A_GUEST -> assertThat(has).contains(identity);
            case TOKEN_OF_A_LOST_IDENTITY -> {
                assertThat(has).contains(done.path("identityId"));
                assertThat(statusOf(identity)).isEmpty();
            }
        }
        // Once more, as a caller does that did not hear the answer.
        assertThat(send(request, identity).statusCode()).isEqualTo(done.statusCode());
        assertThat(stored(user)).isEqualTo(has);
    }

    private static RequestSpecification admin() {
        return given().contentType(ContentType.JSON).auth().oauth2(CallerTokens.of("admin"));
    }

    private static Response issue(Map<String, String> body) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("shop"))
                .body(body)
                .post("/v1/tokens");
    }

    private static String identityOf(String userId) {
        return issue(Map.of("userId", userId)).then().statusCode(200).extract().path("identityId");
    }

    private URI emulator(String path) {
        return URI.create("http://127.0.0.1:" + emulatorPort + path);
    }

    private void failAtCognito(String kind, String operation) {
        given().contentType(ContentType.JSON)
                .body(Map.of("faults", List.of(Map.of("kind", kind, "operation", operation))))
                .put(emulator("/_emulator/faults"))
                .then()
                .statusCode(200);
    }

    /// From now on every such statement fails, as if the database itself had given up.
    private void failInDatabase(String events, String sqlState) throws SQLException {
        execute("CREATE OR REPLACE FUNCTION fail_half_way() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'told to fail' USING ERRCODE = '" + sqlState + "'; END $$");
        for (String table : List.of("identity", "developer_login")) {
            execute("CREATE TRIGGER fail_half_way BEFORE " + events + " ON " + table
                    + " FOR EACH ROW EXECUTE FUNCTION fail_half_way()");
        }
    }

    private void mendDatabase() throws SQLException {
        execute("DROP FUNCTION IF EXISTS fail_half_way() CASCADE");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Optional<String> stored(String userId) throws SQLException {
        return read("SELECT identity_id FROM developer_login WHERE user_id = ?", userId);
    }

    private Optional<String> statusOf(String identity) throws SQLException {
        return read("SELECT status FROM identity WHERE identity_id = ?", identity);
    }

    private Optional<String> read(String sql, String value) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            ResultSet rows = query.executeQuery();
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    private Optional<String> atCognito(String userId) {
        try {
            return Optional.of(cognito.lookupDeveloperIdentity(request ->
                            request.identityPoolId(BrokerSettings.CUSTOMERS_ID).developerUserIdentifier(userId))
                    .identityId());
        } catch (ResourceNotFoundException _) {
            return Optional.empty();
        }
    }
}
