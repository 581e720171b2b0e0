package org.identitybroker.credentials;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.LogLines;
import org.identitybroker.token.EmulatorControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/// `GET /v1/container-credentials` over HTTP, against a real Postgres and the emulator.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class ContainerCredentialsResourceTest {
    private static final String ADDRESS = "/v1/container-credentials";
    private static final String WHOLE_SECONDS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    private static final String REDEMPTION = "GetCredentialsForIdentity";

    /// What the AWS SDK for Java takes for the environment's variables.
    private static final String FULL_URI = "aws.containerCredentialsFullUri";
    private static final String TOKEN = "aws.containerAuthorizationToken";
    private static final String TOKEN_FILE = "aws.containerAuthorizationTokenFile";

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @TempDir
    private Path files;

    private EmulatorControl emulator;

    @BeforeEach
    void start() {
        emulator = new EmulatorControl(emulatorPort);
        emulator.reset();
        System.setProperty(FULL_URI, "http://127.0.0.1:" + RestAssured.port + ADDRESS);
    }

    @AfterEach
    void clear() {
        emulator.reset();
        List.of(FULL_URI, TOKEN, TOKEN_FILE).forEach(System::clearProperty);
    }

    @Test
    void theAnswerIsThatOfAContainersCredentialsEndpoint() {
        ValidatableResponse answer = fetch("device")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", equalTo("no-store"))
                .body("AccessKeyId", startsWith("ASIA"))
                .body("SecretAccessKey", matchesPattern(".{40}"))
                .body("Token", matchesPattern(".+"))
                .body("Expiration", matchesPattern(WHOLE_SECONDS));

        assertThat(answer.extract().<Map<String, Object>>path("$"))
                .containsOnlyKeys("AccessKeyId", "SecretAccessKey", "Token", "Expiration");
        assertThat(Instant.parse(answer.extract().path("Expiration")))
                .isBetween(Instant.now().plusSeconds(3590), Instant.now().plusSeconds(3601));
    }

    @Test
    void credentialsAreThoseOfTheUserInTheCallersSettings() {
        fetch("device").then().statusCode(200);

        assertThat(emulator.identitiesOf(REDEMPTION)).containsExactly(List.of(identityOf(BrokerSettings.DEVICES_USER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", ""})
    void theTokenIsTakenAsItStandsInTheVariable(String scheme) {
        given().header("Authorization", scheme + CallerTokens.of("device"))
                .get(ADDRESS)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/pools", "/v1/container-credentials/", "/v1/identities"})
    void elsewhereABareTokenIsNone(String path) {
        Response answer =
                given().header("Authorization", CallerTokens.of("device")).get(path);

        assertThat(answer.statusCode()).isIn(401, 404);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "Bearer nonsense", "a.b.c", "Bearer Bearer a.b.c", "Basic YTpi", " "})
    void withoutAGoodTokenNobodyIsAnswered(String authorization) {
        refused(given().header("Authorization", authorization).get(ADDRESS), 401, "unauthenticated")
                .header("WWW-Authenticate", equalTo("Bearer"));
        refused(given().get(ADDRESS), 401, "unauthenticated");
    }

    @Test
    void aForgedTokenIsRefusedBare() {
        String good = CallerTokens.of("device");
        refused(given().header("Authorization", good + "x").get(ADDRESS), 401, "unauthenticated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch | This caller acts as no user; an operator can set acts-as-user.",
                "agentsdesk | This needs the permission credentials:issue.",
                "stranger | The token's subject is not a registered caller."
            })
    void whoActsAsNobodyIsToldSo(String caller, String sentence) {
        Response answer = fetch(caller);

        refused(answer, 403, "forbidden")
                .body("Message", equalTo(sentence + " Request " + answer.header("X-Request-Id") + "."));
        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).isEmpty();
    }

    @Test
    void nothingCanBeChosenInTheAddress() {
        refused(as("device").get(ADDRESS + "?userId=device-18"), 400, "invalid-request")
                .body(
                        "Message",
                        startsWith("The request is not valid: userId is not a parameter of this request. Request"));
    }

    @Test
    void otherMethodsAndFormsAreRefusedInTheSameForm() {
        refused(as("device").post(ADDRESS), 405, "method-not-allowed");
        refused(as("device").accept("text/html").get(ADDRESS), 406, "not-acceptable");
    }

    @Test
    void headIsNoWayToSpendTheQuota() {
        Response answer = as("device").head(ADDRESS);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.asString()).isEmpty();
        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).isEmpty();
        assertThat(emulator.outcomesOf(REDEMPTION)).isEmpty();
        assertThat(events(answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, 503, upstream-throttled",
        "internal-error, 503, upstream-unavailable",
        "reset, 503, upstream-unavailable",
        "roles-misconfigured, 502, upstream-misconfigured"
    })
    void aRedemptionThatFailsIsTold(String fault, int status, String code) {
        emulator.always(fault, REDEMPTION);

        Response answer = fetch("device");

        refused(answer, status, code);
        assertThat(answer.header("Retry-After") != null).isEqualTo(status == 503);
        assertThat(answer.asString()).doesNotContain("Exception", "ASIA", BrokerSettings.DEVICES_USER);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(
                        () -> refused(fetch("slowdevice"), 429, "rate-limited").header("Retry-After", equalTo("1")));
    }

    @Test
    void aDisabledUserGetsNothing() {
        fetch("device").then().statusCode(200);
        String identity = identityOf(BrokerSettings.DEVICES_USER);
        try {
            status(identity, "disabled");
            emulator.reset();

            refused(fetch("device"), 403, "identity-disabled");
            assertThat(emulator.outcomesOf(REDEMPTION)).isEmpty();
        } finally {
            status(identity, "enabled");
        }
        fetch("device").then().statusCode(200);
    }

    @Test
    void everyExchangeLeavesOneEvent() {
        assertThat(events(fetch("device"))).singleElement().satisfies(event -> {
            assertThat(event).containsEntry("type", "credentials.issued").containsEntry("outcome", "success");
            assertThat(event)
                    .containsEntry("userId", BrokerSettings.DEVICES_USER)
                    .containsEntry("pool", "agents");
            assertThat(event).containsEntry("identityId", identityOf(BrokerSettings.DEVICES_USER));
        });
        emulator.always("throttle", REDEMPTION);
        assertThat(events(fetch("device"))).singleElement().satisfies(event -> {
            assertThat(event).containsEntry("outcome", "failed").containsEntry("problemCode", "upstream-throttled");
            assertThat(event).containsEntry("userId", BrokerSettings.DEVICES_USER);
        });
        assertThat(events(as("device").get(ADDRESS + "?x=y"))).singleElement().satisfies(event -> {
            assertThat(event).containsEntry("outcome", "refused").containsEntry("problemCode", "invalid-request");
            assertThat(event).containsEntry("userId", BrokerSettings.DEVICES_USER);
        });
        for (String caller : List.of("batch", "agentsdesk")) {
            assertThat(events(fetch(caller)))
                    .singleElement()
                    .satisfies(event -> assertThat(event)
                            .containsEntry("type", "credentials.issued")
                            .containsEntry("outcome", "refused")
                            .containsEntry("problemCode", "forbidden"));
        }
    }

    @Test
    void nothingSecretIsLogged() {
        try (LogLines log = LogLines.recorded()) {
            String jwt = CallerTokens.of("device");
            Response answer = given().header("Authorization", jwt).get(ADDRESS);
            given().header("Authorization", jwt + "x").get(ADDRESS);
            emulator.always("roles-misconfigured", REDEMPTION);
            fetch("device");

            // A request's line is written once its answer is on the way: the client may be faster.
            await().untilAsserted(() -> assertThat(log.text())
                    .contains("GET " + ADDRESS + " 200", "GET " + ADDRESS + " 401", "GET " + ADDRESS + " 502"));
            assertThat(log.text())
                    .doesNotContain(BrokerSettings.DEVICES_USER, jwt.substring(0, 30), jwt.substring(jwt.length() - 30))
                    .doesNotContain(
                            answer.<String>path("AccessKeyId"),
                            answer.<String>path("SecretAccessKey"),
                            answer.<String>path("Token"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", ""})
    void theSdkForJavaFetchesThemOnceAndKeepsThem(String scheme) {
        System.setProperty(TOKEN, scheme + CallerTokens.of("device"));
        try (ContainerCredentialsProvider provider =
                ContainerCredentialsProvider.builder().build()) {
            AwsSessionCredentials first = (AwsSessionCredentials) provider.resolveCredentials();
            AwsSessionCredentials second = (AwsSessionCredentials) provider.resolveCredentials();

            assertThat(first.accessKeyId()).startsWith("ASIA");
            assertThat(first.sessionToken()).isNotEmpty();
            assertThat(first.expirationTime())
                    .hasValueSatisfying(
                            end -> assertThat(end).isAfter(Instant.now().plusSeconds(3590)));
            assertThat(second).isEqualTo(first);
        }
        assertThat(emulator.outcomesOf(REDEMPTION)).hasSize(1);
    }

    /// As a kubelet writes it and replaces it: bare, and another one for the next fetch.
    @Test
    void theSdkForJavaReadsTheTokensFileForEachFetch() throws IOException {
        Path file = Files.writeString(files.resolve("token"), "expired.or.nonsense");
        System.setProperty(TOKEN_FILE, file.toString());
        try (ContainerCredentialsProvider provider =
                ContainerCredentialsProvider.builder().build()) {
            assertThatThrownBy(provider::resolveCredentials).hasStackTraceContaining("Failed to load credentials");

            Files.writeString(file, CallerTokens.of("device"));
            assertThat(provider.resolveCredentials().accessKeyId()).startsWith("ASIA");
        }
    }

    private String identityOf(String user) {
        return as("agentsdesk")
                .contentType(ContentType.JSON)
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("identityId");
    }

    private void status(String identity, String status) {
        as("agentsdesk")
                .contentType(ContentType.JSON)
                .body(Map.of("status", status))
                .put("/v1/identities/" + identity + "/status")
                .then()
                .statusCode(200);
    }

    /// Those of the exchange that was answered so.
    private List<Map<String, Object>> events(Response answer) {
        String requestId = answer.header("X-Request-Id");
        return as("auditor")
                .get("/v1/audit-events?pool=agents&limit=20")
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.requestId == '" + requestId + "' }");
    }

    private Response fetch(String caller) {
        return as(caller).get(ADDRESS);
    }

    private RequestSpecification as(String caller) {
        return given().header("Authorization", "Bearer " + CallerTokens.of(caller));
    }

    private static ValidatableResponse refused(Response answer, int status, String code) {
        assertThat(answer.<Map<String, Object>>path("$")).containsOnlyKeys("Code", "Message");
        assertThat(answer.<String>path("Message")).endsWith(" Request " + answer.header("X-Request-Id") + ".");
        return answer.then()
                .statusCode(status)
                .contentType("application/json")
                .header("Cache-Control", equalTo("no-store"))
                .body("Code", equalTo(code));
    }
}
