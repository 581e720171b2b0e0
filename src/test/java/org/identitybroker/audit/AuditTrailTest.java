package org.identitybroker.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.KeptPlans;
import org.identitybroker.testing.LogLines;
import org.identitybroker.token.EmulatorControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every path through the broker leaves in `audit_event`.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class AuditTrailTest {
    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @Inject
    DataSource database;

    private final String user = "user-" + UUID.randomUUID();
    private final String requestId = "r-" + UUID.randomUUID();
    private EmulatorControl emulator;
    private StoredEvents events;

    @BeforeEach
    void connect() {
        emulator = new EmulatorControl(emulatorPort);
        emulator.reset();
        events = new StoredEvents(database);
    }

    @AfterEach
    void clearFaults() {
        emulator.reset();
    }

    @Test
    void aFirstIssueLeavesTheTokenAndTheIdentity() throws Exception {
        ValidatableResponse answer = issue("shop", Map.of("userId", user, "principalTags", Map.of("tier", "gold")));
        answer.statusCode(200);

        assertThat(events.of(requestId))
                .extracting(event -> event.get("type"))
                .containsExactly("identity.created", "token.issued");
        // Postgres' now() is when the transaction began: both share one.
        assertThat(events.of(requestId))
                .extracting(event -> event.get("occurred_at"))
                .containsOnly(events.of(requestId).getFirst().get("occurred_at"));
        Map<String, String> token = events.of(requestId).getLast();
        assertThat(token)
                .containsEntry("outcome", "success")
                .containsEntry("caller", "shop")
                .containsEntry("pool", "customers")
                .containsEntry("user_id", user)
                .containsEntry("identity_id", answer.extract().path("identityId"))
                .containsEntry("token_sha256", sha256(answer.extract().path("token")))
                .containsEntry("reused", "f")
                .containsEntry("tag_keys", "[tier]")
                .containsEntry("login_providers", "[]")
                .containsEntry("client_address", "127.0.0.1")
                .containsEntry("trace_id", "0af7651916cd43dd8448eb211c80319c");
        assertThat(token.get("cognito_request_id")).isNotEmpty();
        assertThat(UUID.fromString(token.get("id")).version()).isEqualTo(7);
    }

    @Test
    void aLaterIssueLeavesOneEvent() {
        issue("shop", Map.of("userId", user)).statusCode(200);

        String again = "again-" + UUID.randomUUID();
        issue("shop", again, Map.of("userId", user)).statusCode(200);

        assertThat(events.of(again)).extracting(event -> event.get("type")).containsExactly("token.issued");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("shop", Map.of("userId", "USER", "tokenDurationSeconds", 4000), 400, "invalid-request"),
                Arguments.of("shop", Map.of("userId", "USER", "tokenDurationSeconds", 0), 400, "invalid-request"),
                Arguments.of("shop", Map.of("userId", "USER", "unheardOf", 1), 400, "invalid-request"),
                Arguments.of("shop", Map.of("userId", ""), 400, "invalid-request"),
                Arguments.of("shop", Map.of("userId", "USER", "pool", "staff"), 403, "forbidden"),
                Arguments.of("shop", Map.of("userId", "USER", "principalTags", Map.of("x", "y")), 403, "forbidden"),
                Arguments.of("staffdesk", Map.of("userId", "USER"), 403, "forbidden"),
                Arguments.of("reader", Map.of("userId", "USER"), 403, "forbidden"),
                Arguments.of(
                        "shop",
                        Map.of("userId", "USER", "identityId", "eu-west-1:00000000-0000-4000-8000-00000000dead"),
                        422,
                        "login-rejected"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalLeavesOneEvent(String caller, Map<String, Object> body, int status, String code) {
        Map<String, Object> sent = new HashMap<>(body);
        sent.computeIfPresent("userId", (_, id) -> id.equals("USER") ? user : id);
        issue(caller, sent).statusCode(status).body("code", equalTo(code));

        assertThat(events.of(requestId))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry("type", "token.refused")
                        .containsEntry("outcome", "refused")
                        .containsEntry("problem_code", code)
                        .containsEntry("caller", caller)
                        .containsEntry("token_sha256", null));
    }

    @Test
    void whatWasAskedForStandsInTheRefusal() {
        issue("shop", Map.of("userId", user, "tokenDurationSeconds", 4000)).statusCode(400);

        assertThat(events.of(requestId).getFirst())
                .containsEntry("pool", "customers")
                .containsEntry("user_id", user);
    }

    @Test
    void aRateLimitedRequestLeavesItsEvent() {
        List<String> ids =
                IntStream.range(0, 4).mapToObj(i -> requestId + "-" + i).toList();
        List<Integer> statuses = ids.stream()
                .map(id -> issue("slow", id, Map.of("userId", user)).extract().statusCode())
                .toList();

        assertThat(statuses).contains(429);
        for (int i = 0; i < ids.size(); i++) {
            String type = statuses.get(i) == 200 ? "token.issued" : "token.refused";
            assertThat(events.of(ids.get(i)).getLast()).containsEntry("type", type);
        }
    }

    @Test
    void aFailureLeavesOneEventWithCognitosRequestId() {
        emulator.always("internal-error", EmulatorControl.TOKEN_CALL);

        issue("shop", Map.of("userId", user)).statusCode(503);

        assertThat(events.of(requestId)).singleElement().satisfies(event -> {
            assertThat(event)
                    .containsEntry("type", "token.failed")
                    .containsEntry("outcome", "failed")
                    .containsEntry("problem_code", "upstream-unavailable");
            assertThat(event.get("cognito_request_id")).isNotEmpty();
        });
    }

    @Test
    void whoIsNotKnownLeavesNothing() {
        long before = events.count();
        given().contentType(ContentType.JSON)
                .body("{}")
                .header("X-Request-Id", requestId)
                .post("/v1/tokens")
                .then()
                .statusCode(401);
        issue("nobody", Map.of("userId", user)).statusCode(403);

        assertThat(events.of(requestId)).isEmpty();
        assertThat(events.count()).isEqualTo(before);
    }

    @Test
    void whatIsNoJsonLeavesNothing() {
        request("shop")
                .header("X-Request-Id", requestId)
                .body("{")
                .post("/v1/tokens")
                .then()
                .statusCode(400);

        assertThat(events.of(requestId)).isEmpty();
    }

    @Test
    void credentialsLeaveTheirOwnEventAndNoTokens() {
        request("batch")
                .header("X-Request-Id", requestId)
                .body(Map.of("userId", user))
                .post("/v1/credentials")
                .then()
                .statusCode(200);

        assertThat(events.of(requestId))
                .extracting(event -> event.get("type"))
                .containsExactly("identity.created", "credentials.issued");
        assertThat(events.of(requestId).getLast()).containsEntry("outcome", "success");
        assertThat(events.of(requestId).getLast().get("token_sha256")).hasSize(64);
    }

    @Test
    void changesOfAnIdentityLeaveTheirEvents() {
        String identity = issue("shop", Map.of("userId", user)).extract().path("identityId");
        String path = "/v1/identities/" + identity;

        change("off", "PUT", path + "/status", Map.of("status", "disabled"), 200);
        change("again", "PUT", path + "/status", Map.of("status", "disabled"), 200);
        change("on", "PUT", path + "/status", Map.of("status", "enabled"), 200);
        change("unlink", "POST", path + "/unlink", Map.of("userId", user), 204);
        change("delete", "DELETE", path, Map.of(), 204);
        change("gone", "DELETE", path, Map.of(), 204);
        change("lost", "PUT", path + "/status", Map.of("status", "enabled"), 404);

        assertThat(Stream.of("off", "again", "on", "unlink", "delete", "gone", "lost")
                        .flatMap(step -> events.of(step + requestId).stream())
                        .map(event -> event.get("type") + " " + event.get("outcome")))
                .containsExactly(
                        "identity.disabled success",
                        "identity.disabled unchanged",
                        "identity.enabled success",
                        "identity.unlinked success",
                        "identity.deleted success",
                        "identity.deleted unchanged",
                        "identity.enabled refused");
        assertThat(events.of("off" + requestId).getFirst())
                .containsEntry("caller", "admin")
                .containsEntry("identity_id", identity)
                .containsEntry("user_id", user);
    }

    @Test
    void aMergeNamesBothIdentities() {
        String source = issue("shop", Map.of("userId", user)).extract().path("identityId");
        String destination =
                issue("shop", Map.of("userId", "other-" + user)).extract().path("identityId");
        Map<String, Object> merge = Map.of("sourceUserId", user, "destinationUserId", "other-" + user);

        change("merge", "POST", "/v1/identities/merge", merge, 200);

        assertThat(events.of("merge" + requestId))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry("type", "identity.merged")
                        .containsEntry("identity_id", destination)
                        .containsEntry("previous_identity_id", source)
                        .containsEntry("user_id", user));
    }

    @Test
    void anImportLeavesAnEventForEachMapping() {
        String identity = "eu-west-1:" + UUID.randomUUID();
        String line = "{\"userId\":\"" + user + "\",\"identityId\":\"" + identity + "\"}\n";
        for (int i = 0; i < 2; i++) {
            given().auth()
                    .oauth2(CallerTokens.of("admin"))
                    .header("X-Request-Id", requestId)
                    .header("Content-Type", "application/x-ndjson")
                    .body(line.getBytes(StandardCharsets.UTF_8))
                    .post("/v1/pools/customers/imports")
                    .then()
                    .statusCode(200);
        }

        assertThat(events.of(requestId))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry("type", "identity.linked")
                        .containsEntry("identity_id", identity)
                        .containsEntry("user_id", user));
    }

    @Test
    void aLostIdentityIsReplacedWithAnEventOfItsOwn() {
        String lost = issue("shop", Map.of("userId", user)).extract().path("identityId");
        emulator.next(1, "not-found", EmulatorControl.TOKEN_CALL);
        String again = "again-" + UUID.randomUUID();

        issue("shop", again, Map.of("userId", user)).statusCode(200).body("identityId", notNullValue());

        assertThat(events.of(again))
                .extracting(event -> event.get("type"))
                .containsExactly("identity.replaced", "token.issued");
        assertThat(events.of(again).getFirst()).containsEntry("previous_identity_id", lost);
    }

    @Test
    void nothingIsAnsweredThatCannotBeRecorded() throws SQLException {
        issue("shop", "before-" + requestId, Map.of("userId", user)).statusCode(200);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE");

            issue("shop", Map.of("userId", user)).statusCode(503).body("code", equalTo("store-unavailable"));
            issue("shop", Map.of("userId", user, "pool", "staff"))
                    .statusCode(503)
                    .body("code", equalTo("store-unavailable"));
            connection.rollback();
        }

        assertThat(events.of(requestId)).isEmpty();
        issue("shop", Map.of("userId", user)).statusCode(200);
        assertThat(events.of(requestId)).hasSize(1);
    }

    @Test
    void manyRequestsShareCommits() {
        double before = batches();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 60)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> issue("shop", requestId + "-" + i, Map.of("userId", user, "pool", "staff"))
                                .extract()
                                .statusCode()))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(403));
        for (int i = 0; i < 60; i++) {
            assertThat(events.of(requestId + "-" + i)).hasSize(1);
        }
        assertThat(batches() - before).isBetween(1.0, 60.0);
    }

    @Test
    void eventsAreNotChanged() throws SQLException {
        issue("shop", Map.of("userId", user)).statusCode(200);

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String change : List.of(
                    "UPDATE audit_event SET caller = 'nobody' WHERE request_id = '" + requestId + "'",
                    "DELETE FROM audit_event WHERE request_id = '" + requestId + "'")) {
                assertThatThrownBy(() -> statement.execute(change))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("audit events are not changed");
            }
        }
        assertThat(events.of(requestId)).hasSize(2);
    }

    @Test
    void aCopyIsLoggedWithoutTheUser() {
        try (LogLines log = LogLines.recorded()) {
            issue("shop", Map.of("userId", user)).statusCode(200);

            assertThat(log.text())
                    .contains("\"type\":\"identity.created\"", "\"type\":\"token.issued\"")
                    .contains("\"requestId\":\"" + requestId + "\"")
                    .doesNotContain(user);
        }
    }

    @Test
    void theStatementIsNotPlannedEachTime() throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < KeptPlans.REPEATS; i++) {
                AuditEvent event =
                        SomeOrigins.draft(EventType.TOKEN_ISSUED, "shop").succeeded();
                new EventStatement(connection, List.of(event)).execute(Set.of(event.id()));
            }
            assertThat(KeptPlans.used(connection, "INSERT INTO audit_event")).isPositive();
            connection.rollback();
        }
    }

    private double batches() {
        String metrics = given().baseUri("http://127.0.0.1:"
                        + ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class))
                .get("/q/metrics")
                .asString();
        List<String> found = new ArrayList<>(metrics.lines()
                .filter(line -> line.startsWith("broker_audit_batch_size_count"))
                .toList());
        assertThat(found).hasSize(1);
        return Double.parseDouble(found.getFirst().substring(found.getFirst().lastIndexOf(' ')));
    }

    private void change(String step, String method, String path, Map<String, Object> body, int status) {
        request("admin")
                .header("X-Request-Id", step + requestId)
                .body(body)
                .request(method, path)
                .then()
                .statusCode(status);
    }

    private ValidatableResponse issue(String caller, Map<String, ?> body) {
        return issue(caller, requestId, body);
    }

    private ValidatableResponse issue(String caller, String id, Map<String, ?> body) {
        return given().auth()
                .oauth2(CallerTokens.of(caller))
                .contentType(ContentType.JSON)
                .header("X-Request-Id", id)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .body(body)
                .post("/v1/tokens")
                .then();
    }

    private RequestSpecification request(String caller) {
        return given().auth().oauth2(CallerTokens.of(caller)).contentType(ContentType.JSON);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
