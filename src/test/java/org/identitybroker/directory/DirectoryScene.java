package org.identitybroker.directory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// People at the broker and at Cognito, and the requests about them.
abstract class DirectoryScene {
    static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    static final String UNKNOWN = "eu-west-1:00000000-0000-4000-8000-00000000dead";

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @Inject
    DataSource database;

    final String user = "user-" + UUID.randomUUID();
    final String other = "other-" + UUID.randomUUID();
    CognitoIdentityClient cognito;

    @BeforeEach
    void connect() {
        cognito = AwsClients.operator(emulator(""));
        RestAssured.delete(emulator("/_emulator/requests"));
    }

    @AfterEach
    void disconnect() {
        RestAssured.delete(emulator("/_emulator/faults"));
        cognito.close();
    }

    String other() {
        identityOf(other);
        return other;
    }

    static RequestSpecification as(String caller) {
        return given().contentType(ContentType.JSON).auth().oauth2(CallerTokens.of(caller));
    }

    static ValidatableResponse call(String caller, String method, String path, @Nullable Map<String, String> body) {
        RequestSpecification request = as(caller);
        return (body == null ? request : request.body(body))
                .request(method, "/v1/identities" + path)
                .then();
    }

    /// The query exactly as it is written here.
    static ValidatableResponse raw(String caller, String query) {
        return as(caller)
                .urlEncodingEnabled(false)
                .get("/v1/identities?" + query)
                .then();
    }

    static ValidatableResponse find(String userId) {
        return as("reader")
                .queryParam("pool", "customers")
                .queryParam("userId", userId)
                .get("/v1/identities")
                .then();
    }

    static ValidatableResponse get(String caller, String id) {
        return call(caller, "GET", "/" + id, null);
    }

    static ValidatableResponse delete(String caller, String id) {
        return call(caller, "DELETE", "/" + id, null);
    }

    static ValidatableResponse merge(String caller, String source, String destination) {
        return call(
                caller,
                "POST",
                "/merge",
                Map.of("pool", "customers", "sourceUserId", source, "destinationUserId", destination));
    }

    static ValidatableResponse unlink(String caller, String id, String userId) {
        return call(caller, "POST", "/" + id + "/unlink", Map.of("userId", userId));
    }

    static ValidatableResponse status(String caller, String id, String status) {
        return setStatus(caller, id, Map.of("status", status, "reason", "because"));
    }

    static ValidatableResponse setStatus(String caller, String id, @Nullable Map<String, String> body) {
        return call(caller, "PUT", "/" + id + "/status", body);
    }

    static ValidatableResponse issue(String userId) {
        return as("shop").body(Map.of("userId", userId)).post("/v1/tokens").then();
    }

    static String identityOf(String userId) {
        return issue(userId).statusCode(200).extract().path("identityId");
    }

    /// All pages, one after the other.
    static List<String> pages(String caller, int limit, String filter) {
        return pages(caller, limit, filter, Integer.MAX_VALUE);
    }

    static List<String> pages(String caller, int limit, String filter, int pagesMax) {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int read = 0;
        do {
            ValidatableResponse page = call(caller, "GET", "?limit=" + limit + filter + cursor, null)
                    .statusCode(200);
            seen.addAll(page.extract().path("items.identityId"));
            String next = page.extract().path("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
            read++;
        } while (!cursor.isEmpty() && read < pagesMax);
        return seen;
    }

    /// All that an answer says, less what is the request's own.
    static Map<String, String> answered(ValidatableResponse answer, String id) {
        Map<String, String> said = new HashMap<>();
        said.put("status", String.valueOf(answer.extract().statusCode()));
        answer.extract().headers().forEach(header -> said.put(header.getName(), header.getValue()));
        String requestId = String.valueOf(said.remove("X-Request-Id"));
        said.remove("content-length");
        said.put("body", answer.extract().asString().replace(requestId, "").replace(id.replace(":", "%3A"), ""));
        return said;
    }

    static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status).contentType("application/problem+json").body("code", equalTo(code));
    }

    URI emulator(String path) {
        return URI.create("http://127.0.0.1:" + emulatorPort + path);
    }

    void fault(String kind, String operation) {
        given().contentType(ContentType.JSON)
                .body(Map.of("faults", List.of(Map.of("kind", kind, "operation", operation))))
                .put(emulator("/_emulator/faults"))
                .then()
                .statusCode(lessThan(300));
    }

    List<String> usersAtCognito(String id) {
        return cognito.lookupDeveloperIdentity(request ->
                        request.identityPoolId(BrokerSettings.CUSTOMERS_ID).identityId(id))
                .developerUserIdentifierList();
    }

    long count(String sql, String value) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            ResultSet rows = query.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    void execute(String sql, String value) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
