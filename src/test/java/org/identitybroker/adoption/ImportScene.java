package org.identitybroker.adoption;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.IdentityDescription;
import software.amazon.awssdk.services.cognitoidentity.model.ListIdentitiesRequest;
import software.amazon.awssdk.services.cognitoidentity.model.ListIdentitiesResponse;

/// People at Cognito, played by the emulator, and the files that name them.
abstract class ImportScene {
    static final String NDJSON = "application/x-ndjson";

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
    }

    @AfterEach
    void disconnect() {
        RestAssured.delete(emulator("/_emulator/faults"));
        cognito.close();
    }

    static String identityOf(String userId) {
        return issue(userId).statusCode(200).extract().path("identityId");
    }

    /// As docs/imports.md has it for a shell: each identity of the pool, and of each its users.
    String usersAtCognito(String prefix) {
        StringBuilder lines = new StringBuilder();
        String page = null;
        do {
            ListIdentitiesResponse identities = cognito.listIdentities(ListIdentitiesRequest.builder()
                    .identityPoolId(BrokerSettings.CUSTOMERS_ID)
                    .maxResults(60)
                    .nextToken(page)
                    .build());
            for (IdentityDescription identity : identities.identities()) {
                if (!identity.logins().contains(BrokerSettings.PROVIDER)) {
                    continue; // a guest's
                }
                cognito
                        .lookupDeveloperIdentity(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                                .identityId(identity.identityId()))
                        .developerUserIdentifierList()
                        .stream()
                        .filter(name -> name.startsWith(prefix))
                        .forEach(name -> lines.append(line(name, identity.identityId())));
            }
            page = identities.nextToken();
        } while (page != null);
        return lines.toString();
    }

    static String line(String user, String identity) {
        return "{\"userId\":\"" + user + "\",\"identityId\":\"" + identity + "\"}\n";
    }

    static String line(String user) {
        return "{\"userId\":\"" + user + "\"}\n";
    }

    static String fresh() {
        return "eu-west-1:" + UUID.randomUUID();
    }

    static ValidatableResponse send(String caller, String file) {
        return send(caller, "customers", "", file);
    }

    static ValidatableResponse verify(String file) {
        return send("admin", "customers", "?verify=true", file);
    }

    static ValidatableResponse send(String caller, String pool, String query, String file) {
        return post(caller, "/v1/pools/" + pool + "/imports" + query, NDJSON, file);
    }

    static ValidatableResponse post(String caller, String path, String type, String body) {
        return given().header("Content-Type", type)
                .config(RestAssured.config()
                        .encoderConfig(RestAssured.config()
                                .getEncoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth()
                .oauth2(CallerTokens.of(caller))
                .body(body.getBytes(UTF_8))
                .post(path)
                .then();
    }

    /// Chunked, unlike the others.
    static CompletableFuture<HttpResponse<String>> sendLater(String file) {
        return sendLater("admin", "customers", file);
    }

    static CompletableFuture<HttpResponse<String>> sendLater(String caller, String pool, String file) {
        byte[] bytes = file.getBytes(UTF_8);
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(
                                        "http://localhost:" + RestAssured.port + "/v1/pools/" + pool + "/imports"))
                                .header("Authorization", "Bearer " + CallerTokens.of(caller))
                                .header("Content-Type", NDJSON)
                                .POST(BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                                        new ByteArrayInputStream(bytes), new ByteArrayInputStream(new byte[0]))))
                                .build(),
                        BodyHandlers.ofString());
    }

    static ValidatableResponse run(String caller, String pool, String path) {
        return given().auth()
                .oauth2(CallerTokens.of(caller))
                .get("/v1/pools/" + pool + "/imports" + path)
                .then();
    }

    static ValidatableResponse counts(
            ValidatableResponse answer, int imported, int unchanged, int conflicting, int failed) {
        return answer.statusCode(200)
                .body("imported", equalTo(imported))
                .body("unchanged", equalTo(unchanged))
                .body("conflicting", equalTo(conflicting))
                .body("failed", equalTo(failed));
    }

    static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status).contentType("application/problem+json").body("code", equalTo(code));
    }

    static ValidatableResponse issue(String userId) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("shop"))
                .body(Map.of("userId", userId))
                .post("/v1/tokens")
                .then();
    }

    URI emulator(String path) {
        return URI.create("http://127.0.0.1:" + emulatorPort + path);
    }

    /// The user's identity, made as the company's old backend made it.
    String atCognito(String name) {
        return cognito.getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                        .logins(Map.of(BrokerSettings.PROVIDER, name)))
                .identityId();
    }

    void fault(String kind) {
        given().contentType(ContentType.JSON)
                .body(Map.of("faults", List.of(Map.of("kind", kind, "operation", "LookupDeveloperIdentity"))))
                .put(emulator("/_emulator/faults"))
                .then()
                .statusCode(lessThan(300));
    }

    List<String> stored(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("""
                        SELECT concat_ws(' ', identity_id, developer_user_identifier, coalesce(key_id, 'null'),
                            linked_by, status)
                        FROM developer_login JOIN identity USING (identity_id) WHERE user_id = ?""")) {
            query.setString(1, name);
            ResultSet rows = query.executeQuery();
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    void execute(String sql, String value) throws SQLException {
        execute(sql, value, 1);
    }

    void execute(String sql, String value, int rows) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            assertThat(statement.executeUpdate()).isEqualTo(rows);
        }
    }
}
