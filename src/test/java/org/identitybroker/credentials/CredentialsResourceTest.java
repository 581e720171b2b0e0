package org.identitybroker.credentials;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.LogLines;
import org.identitybroker.token.EmulatorControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// `POST /v1/credentials` over HTTP, against a real Postgres and the emulator.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class CredentialsResourceTest {
    private static final String CREDENTIAL_PROCESS = "application/vnd.aws.credential-process+json";
    private static final String WHOLE_SECONDS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    private static final String REDEMPTION = "GetCredentialsForIdentity";

    /// The emulator's role of authenticated identities, and another one.
    private static final String ROLE = "arn:aws:iam::111122223333:role/CognitoAuthenticated";
    private static final String OTHER_ROLE = "arn:aws:iam::111122223333:role/Administrator";

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @TempDir
    private Path files;

    private final String user = "user-" + UUID.randomUUID();
    private EmulatorControl emulator;

    @BeforeEach
    void start() {
        emulator = new EmulatorControl(emulatorPort);
        emulator.reset();
    }

    @AfterEach
    void clearFaults() {
        emulator.reset();
    }

    @Test
    void credentialsAreThoseOfTheUsersIdentity() {
        String identity = issue("batch", Map.of("userId", user))
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", equalTo("no-store"))
                .body("accessKeyId", startsWith("ASIA"))
                .body("secretAccessKey", matchesPattern(".{40}"))
                .body("sessionToken", matchesPattern(".+"))
                .body("expiration", matchesPattern(WHOLE_SECONDS))
                .body("pool", equalTo("agents"))
                .body("region", equalTo("eu-west-1"))
                .extract()
                .path("identityId");

        assertThat(emulator.identitiesOf(REDEMPTION)).containsExactly(List.of(identity));
        as("agentsdesk")
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .body("identityId", equalTo(identity))
                .body("created", equalTo(false));
    }

    @Test
    void theAnswerHasNoOtherMembers() {
        Map<String, Object> answer =
                issue("batch", Map.of("userId", user)).extract().path("$");

        assertThat(answer)
                .containsOnlyKeys(
                        "identityId", "accessKeyId", "secretAccessKey", "sessionToken", "expiration", "pool", "region");
    }

    @Test
    void credentialsLastAnHourHoweverShortTheToken() {
        Instant expiration = Instant.parse(issue("batch", Map.of("userId", user, "tokenDurationSeconds", 1))
                .statusCode(200)
                .extract()
                .path("expiration"));

        assertThat(expiration)
                .isBetween(Instant.now().plusSeconds(3590), Instant.now().plusSeconds(3601));
    }

    @Test
    void aGuestKeepsTheIdentity() {
        try (CognitoIdentityClient device = AwsClients.device(URI.create("http://127.0.0.1:" + emulatorPort))) {
            String guest = device.getId(request -> request.identityPoolId(BrokerSettings.AGENTS_ID))
                    .identityId();

            issue("batch", Map.of("userId", user, "identityId", guest))
                    .statusCode(200)
                    .body("identityId", equalTo(guest));
        }
    }

    @Test
    void chinaHasALoginKeyOfItsOwn() {
        issue("batches", Map.of("userId", user, "pool", "china"))
                .statusCode(200)
                .body("identityId", startsWith("cn-north-1:"))
                .body("region", equalTo("cn-north-1"));
    }

    @Test
    void anSdkReadsTheAnswerAsThatOfACredentialProcess() throws IOException {
        ValidatableResponse answer = as("batch")
                .accept(CREDENTIAL_PROCESS)
                .body(Map.of("userId", user))
                .post("/v1/credentials")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith(CREDENTIAL_PROCESS))
                .header("Cache-Control", equalTo("no-store"))
                .body("Version", equalTo(1))
                .body("Expiration", matchesPattern(WHOLE_SECONDS));
        Path output =
                Files.writeString(files.resolve("output.json"), answer.extract().asString());

        try (ProcessCredentialsProvider process = ProcessCredentialsProvider.builder()
                .command(List.of("cat", output.toString()))
                .build()) {
            AwsSessionCredentials read = (AwsSessionCredentials) process.resolveCredentials();
            assertThat(read.accessKeyId()).isEqualTo(answer.extract().path("AccessKeyId"));
            assertThat(read.secretAccessKey()).isEqualTo(answer.extract().path("SecretAccessKey"));
            assertThat(read.sessionToken()).isEqualTo(answer.extract().path("SessionToken"));
            assertThat(read.expirationTime())
                    .contains(Instant.parse(answer.extract().path("Expiration")));
        }
        assertThat(answer.extract().<Map<String, Object>>path("$"))
                .containsOnlyKeys("Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json",
                "application/* | application/json",
                "application/json | application/json",
                "application/json;q=0.2, application/vnd.aws.credential-process+json | " + CREDENTIAL_PROCESS,
                "application/json, application/vnd.aws.credential-process+json;q=0.9 | application/json",
                "application/json, application/vnd.aws.credential-process+json | application/json",
                "text/html, application/vnd.aws.credential-process+json;q=0.1 | " + CREDENTIAL_PROCESS,
                "application/vnd.aws.credential-process+json, */*;q=0.1 | " + CREDENTIAL_PROCESS
            })
    void theFormIsTheOneThatIsPreferred(String accept, String form) {
        as("batch")
                .header("Accept", accept)
                .body(Map.of("userId", user))
                .post("/v1/credentials")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith(form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml, text/*;q=0.5", "application/json;q=0"})
    void withoutAnAcceptableFormNoTokenIsSpent(String accept) {
        problem(
                as("batch")
                        .header("Accept", accept)
                        .body(Map.of("userId", user))
                        .post("/v1/credentials")
                        .then(),
                406,
                "not-acceptable");

        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).isEmpty();
    }

    @Test
    void aRefusalIsAProblemAlsoForACredentialProcess() {
        problem(
                as("batch")
                        .accept(CREDENTIAL_PROCESS)
                        .body(Map.of())
                        .post("/v1/credentials")
                        .then(),
                400,
                "invalid-request");
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                Arguments.of("agentsdesk", Map.of("userId", "user-a")),
                Arguments.of("agentsdesk", Map.of("nonsense", "a")),
                Arguments.of("shop", Map.of("userId", "user-a")),
                Arguments.of("stranger", Map.of("userId", "user-a")),
                Arguments.of("batch", Map.of("userId", "user-a", "pool", "staff")),
                Arguments.of("batch", Map.of("userId", "user-a", "pool", "no-such-pool")),
                Arguments.of("batch", Map.of("userId", "other")),
                Arguments.of("batch", Map.of("userId", "user-a", "principalTags", Map.of("department", "x"))),
                Arguments.of("batches", Map.of("userId", "user-a", "pool", "customers")));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void whatSettingsDoNotAllowIsForbidden(String caller, Map<String, Object> body) {
        problem(issue(caller, body), 403, "forbidden").body("$", not(hasKey("errors")));

        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).isEmpty();
    }

    @Test
    void onlyWhoMayUseThePoolLearnsThatItHasNoServerSideCredentials() {
        issue("batches", Map.of("userId", user, "pool", "customers"))
                .body("detail", equalTo("The broker issues no credentials for this pool, only tokens."));
        issue("batch", Map.of("userId", user, "pool", "customers"))
                .body("detail", equalTo("This caller may not use this pool."));
    }

    @Test
    void withoutATokenNobodyIsAnswered() {
        problem(
                        given().contentType(ContentType.JSON)
                                .body("{}")
                                .post("/v1/credentials")
                                .then(),
                        401,
                        "unauthenticated")
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    static Stream<Arguments> wrongBodies() {
        String role = "arn:aws:iam::111122223333:role/";
        return Stream.of(
                Arguments.of("{}", "userId"),
                Arguments.of("{'userId':7}", "userId"),
                Arguments.of("{'userId':'user-a','who':1}", "who"),
                Arguments.of("{'userId':'user-a','token':{}}", "token"),
                Arguments.of("{'userId':'user-a','tokenDurationSeconds':601}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'user-a','tokenDurationSeconds':1.5}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'user-a','tokenDurationSeconds':99999999999999999999}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'user-a','fresh':'yes'}", "fresh"),
                Arguments.of("{'userId':'user-a','identityId':'x'}", "identityId"),
                Arguments.of("{'userId':'user-a','logins':{'p':''}}", "logins"),
                Arguments.of("{'userId':'user-a','logins':{'login.example.com':'x'}}", "logins"),
                Arguments.of("{'userId':'user-a','principalTags':{'':'x'}}", "principalTags"),
                Arguments.of("{'userId':'user-a','customRoleArn':7}", "customRoleArn"),
                Arguments.of("{'userId':'user-a','customRoleArn':{}}", "customRoleArn"),
                Arguments.of("{'userId':'user-a','customRoleArn':''}", "customRoleArn"),
                Arguments.of("{'userId':'user-a','customRoleArn':'CognitoAuthenticated'}", "customRoleArn"),
                Arguments.of(
                        "{'userId':'user-a','customRoleArn':'arn:aws:iam::111122223333:user/bob'}", "customRoleArn"),
                Arguments.of("{'userId':'user-a','customRoleArn':'arn:aws:iam::1:role/some-role'}", "customRoleArn"),
                Arguments.of("{'userId':'user-a','customRoleArn':'" + role + "'}", "customRoleArn"),
                Arguments.of("{'userId':'user-a','customRoleArn':'" + role + "a b'}", "customRoleArn"),
                Arguments.of("{'userId':'user-a','customRoleArn':'" + role + "a".repeat(2018) + "'}", "customRoleArn"),
                Arguments.of("{'userId':'user-a'", ""),
                Arguments.of("{'userId':'user-a'} {}", ""),
                Arguments.of("{'userId':'user-a','userId':'user-b'}", ""),
                Arguments.of("{'customRoleArn':'a','customRoleArn':'b'}", ""),
                Arguments.of("[]", ""),
                Arguments.of("'a'", ""),
                Arguments.of("null", ""),
                Arguments.of("", ""));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void wrongInputNamesTheField(String body, String field) {
        problem(
                        as("batch")
                                .body(body.replace('\'', '"'))
                                .post("/v1/credentials")
                                .then(),
                        400,
                        "invalid-request")
                .body("errors.field", hasItem(field));
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        problem(
                        issue("batch", Map.of("userId", "", "tokenDurationSeconds", 0, "customRoleArn", "x")),
                        400,
                        "invalid-request")
                .body("errors.field.unique()", equalTo(List.of("customRoleArn", "tokenDurationSeconds", "userId")));
    }

    @Test
    void theRoleThatTheIdentityMayHaveIsTaken() {
        issue("batch", Map.of("userId", user, "customRoleArn", ROLE)).statusCode(200);
    }

    @Test
    void aRoleThatCognitoRefusesIsRejected() {
        ValidatableResponse answer = problem(
                        issue("batch", Map.of("userId", user, "customRoleArn", OTHER_ROLE)), 422, "login-rejected")
                .body("detail", equalTo("Cognito does not let this identity have the role of customRoleArn."));

        assertThat(answer.extract().asString()).doesNotContain(OTHER_ROLE, "custom role is not one");
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, 503, upstream-throttled",
        "internal-error, 503, upstream-unavailable",
        "reset, 503, upstream-unavailable",
        "lost-answer, 503, upstream-unavailable",
        "html-error, 503, upstream-unavailable",
        "html-ok, 503, upstream-unavailable",
        "roles-misconfigured, 502, upstream-misconfigured",
        "not-authorized, 502, upstream-misconfigured",
        "not-found, 502, upstream-misconfigured"
    })
    void aRedemptionThatFailsIsTold(String fault, int status, String code) {
        emulator.always(fault, REDEMPTION);

        ValidatableResponse answer = problem(issue("batch", Map.of("userId", user)), status, code);

        assertThat(answer.extract().header("Retry-After") != null).isEqualTo(status == 503);
        assertThat(answer.extract().asString()).doesNotContain("Exception", "IAM roles", "eu-west-1", "ASIA", user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttle", "internal-error", "html-error", "reset", "not-found", "not-authorized"})
    void oneFailedRedemptionIsNotNoticed(String fault) {
        emulator.next(1, fault, REDEMPTION);

        issue("batch", Map.of("userId", user)).statusCode(200);

        assertThat(emulator.outcomesOf(REDEMPTION)).hasSize(2);
    }

    @Test
    void aDisabledUserGetsNothing() {
        String identity =
                issue("batch", Map.of("userId", user)).statusCode(200).extract().path("identityId");
        as("agentsdesk")
                .body(Map.of("status", "disabled"))
                .put("/v1/identities/" + identity + "/status")
                .then()
                .statusCode(200);
        emulator.reset();

        problem(issue("batch", Map.of("userId", user)), 403, "identity-disabled");

        assertThat(emulator.outcomesOf(REDEMPTION)).isEmpty();
    }

    @Test
    void nothingSecretIsLogged() {
        try (LogLines log = LogLines.recorded()) {
            ValidatableResponse answer = issue("batch", Map.of("userId", user));
            emulator.always("roles-misconfigured", REDEMPTION);
            issue("batch", Map.of("userId", user)).statusCode(502);
            issue("batch", Map.of("userId", user, "customRoleArn", "x".repeat(30)))
                    .statusCode(400);

            assertThat(log.text())
                    .contains("GetCredentialsForIdentity failed for pool agents")
                    .contains("InvalidIdentityPoolConfigurationException")
                    .doesNotContain(user, "eyJ")
                    .doesNotContain(
                            answer.extract().<String>path("secretAccessKey"),
                            answer.extract().<String>path("sessionToken"),
                            answer.extract().<String>path("accessKeyId"));
        }
    }

    private static ValidatableResponse issue(String caller, Map<String, ?> body) {
        return as(caller).body(body).post("/v1/credentials").then();
    }

    private static RequestSpecification as(String caller) {
        return given().contentType(ContentType.JSON).auth().oauth2(CallerTokens.of(caller));
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .header("Cache-Control", equalTo("no-store"))
                .body("code", equalTo(code));
    }
}
