package org.identitybroker.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FreshIdentityCognito;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two replicas over one Postgres, and a Cognito that gives a fresh identity to every call.
class ReplicasIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JWT = CallerTokens.of("shop");

    private static EmbeddedPostgres postgres;
    private static FreshIdentityCognito cognito;
    private static PackagedBroker one;
    private static PackagedBroker two;

    private final String user = "user-" + UUID.randomUUID();

    /// Both start on an empty database at once: one migrates it, and the other waits.
    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = new FreshIdentityCognito();
        one = PackagedBroker.launch(settings());
        two = PackagedBroker.launch(settings());
        one.untilReady();
        two.untilReady();
    }

    @AfterAll
    static void stop() throws IOException {
        one.close();
        two.close();
        cognito.close();
        postgres.close();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        return settings;
    }

    @Test
    void fiftyParallelFirstRequestsOnOneReplicaEndWithOneIdentity() throws Exception {
        assertThat(distinctIdentities(IntStream.range(0, 50)
                        .mapToObj(_ -> one.issueLater(JWT, body(user)))
                        .toList()))
                .isEqualTo(storedIdentities(user))
                .hasSize(1);
    }

    @Test
    void fiftyParallelFirstRequestsOnTwoReplicasEndWithOneIdentity() throws Exception {
        assertThat(distinctIdentities(IntStream.range(0, 50)
                        .mapToObj(i -> (i % 2 == 0 ? one : two).issueLater(JWT, body(user)))
                        .toList()))
                .isEqualTo(storedIdentities(user))
                .hasSize(1);
    }

    @Test
    void exactlyOneRequestMadeTheMapping() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(i -> (i % 2 == 0 ? one : two).issueLater(JWT, body(user)))
                .toList();
        int created = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            created += json(answer.join()).path("created").asBoolean() ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
    }

    @Test
    void theTokenIsOneForTheAnsweredIdentity() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 10)
                .mapToObj(i -> (i % 2 == 0 ? one : two).issueLater(JWT, body(user)))
                .toList();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            JsonNode issued = json(answer.join());
            byte[] claims =
                    Base64.getUrlDecoder().decode(issued.path("token").asText().split("\\.", -1)[1]);
            assertThat(JSON.readTree(claims).path("sub").asText())
                    .isEqualTo(issued.path("identityId").asText());
        }
    }

    /// Thirty users wait for Cognito at once, and the database has twenty connections: none is held meanwhile.
    @Test
    void noDatabaseConnectionIsHeldWhileCognitoIsCalled() throws Exception {
        CountDownLatch arrived = cognito.holdUntil(30);
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 30)
                .mapToObj(i -> one.issueLater(JWT, body(user + i)))
                .toList();
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    @Tag("soak")
    void aKilledBrokerFindsItsUsersAgain() throws Exception {
        String before;
        try (PackagedBroker third = PackagedBroker.launch(settings()).untilReady()) {
            before = identityOf(third.issue(JWT, body(user)));
            third.kill();
        }
        try (PackagedBroker fourth = PackagedBroker.launch(settings()).untilReady()) {
            JsonNode after = json(fourth.issue(JWT, body(user)));
            assertThat(after.path("identityId").asText()).isEqualTo(before);
            assertThat(after.path("created").asBoolean()).isFalse();
        }
    }

    @Test
    void theProductionBuildKeepsItsSidesApart() throws IOException {
        assertThat(one.management("/q/metrics").statusCode()).isEqualTo(200);
        assertThat(one.management("/q/openapi").body()).contains("/v1/tokens");
        assertThat(one.management("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(one.management("/q/health/started").statusCode()).isEqualTo(200);
        for (String path : List.of(
                "/q/metrics",
                "/q/openapi",
                "/q/health",
                "/q/swagger-ui",
                "/dev/jwks.json",
                "/",
                "/index.html",
                "/playground/app.js",
                "/login/app",
                "/login/session")) {
            assertThat(one.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    /// Whoever has no collector pays for none.
    @Test
    void withoutAnEndpointNothingOfOpenTelemetryIsLoaded() throws IOException {
        json(one.issue(JWT, body(user)));
        Process classes = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(one.pid()),
                        "VM.class_hierarchy")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(classes.getInputStream().readAllBytes(), UTF_8))
                .contains("org.identitybroker.tracing.Tracing")
                .doesNotContain("io.opentelemetry");
    }

    @Test
    void theLogHasNoUserIdAndNoToken() throws IOException {
        JsonNode issued = json(one.issue(JWT, body(user)));
        // The line is written when the answer is complete, so perhaps after it has been read here.
        await().untilAsserted(() -> assertThat(one.output()).contains("POST /v1/tokens 200"));
        assertThat(one.output())
                .doesNotContain(user)
                .doesNotContain(issued.path("token").asText())
                .doesNotContain(JWT);
    }

    private static String body(String userId) {
        return "{\"userId\":\"" + userId + "\"}";
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String identityOf(HttpResponse<String> answer) throws IOException {
        return json(answer).path("identityId").asText();
    }

    private static List<String> distinctIdentities(List<CompletableFuture<HttpResponse<String>>> answers)
            throws IOException {
        List<String> identities = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            identities.add(identityOf(answer.join()));
        }
        return identities.stream().distinct().toList();
    }

    private static List<String> storedIdentities(String userId) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT identity_id FROM developer_login JOIN identity USING (identity_id) WHERE user_id = ?")) {
            query.setString(1, userId);
            ResultSet rows = query.executeQuery();
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
