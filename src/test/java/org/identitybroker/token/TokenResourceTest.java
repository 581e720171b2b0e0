package org.identitybroker.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `POST /v1/tokens` over HTTP, against a real Postgres and the emulator.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class TokenResourceTest {
    private static final String IDENTITY_ID = "eu-west-1:[0-9a-f-]{36}";
    private static final String GUEST = "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f";

    @Inject
    DataSource database;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    private final String user = "user-" + UUID.randomUUID();

    @Test
    void firstSignInMakesTheMapping() throws SQLException {
        String identity = issue("shop", Map.of("pool", "customers", "userId", user))
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", equalTo("no-store"))
                .header("X-Request-Id", notNullValue())
                .body("identityId", matchesPattern(IDENTITY_ID))
                .body("pool", equalTo("customers"))
                .body("identityPoolId", equalTo(BrokerSettings.CUSTOMERS_ID))
                .body("region", equalTo("eu-west-1"))
                .body("expiresAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                .body("created", equalTo(true))
                .body("reused", equalTo(false))
                .extract()
                .path("identityId");
        assertThat(storedIdentities(user)).containsExactly(identity);
    }

    @Test
    void theTokenStandsInLoginsAsItIs() {
        ValidatableResponse answer = issue("shop", Map.of("userId", user)).statusCode(200);
        assertThat(answer.extract().<Map<String, String>>path("logins"))
                .isEqualTo(Map.of(
                        "cognito-identity.amazonaws.com", answer.extract().path("token")));
    }

    @Test
    void theSameUserKeepsItsIdentity() {
        String first = identityOf("shop", user);
        issue("shop", Map.of("userId", user))
                .statusCode(200)
                .body("identityId", equalTo(first))
                .body("created", equalTo(false));
    }

    @Test
    void usersThatLookAlikeAreDifferent() {
        assertThat(Stream.of(
                                user,
                                user + " ",
                                user.toUpperCase(Locale.ROOT),
                                user + "\u00e9",
                                user + "e\u0301",
                                user + "\u0435")
                        .map(name -> identityOf("shop", name))
                        .distinct())
                .hasSize(6);
    }

    @Test
    void fiftyParallelFirstRequestsEndWithOneIdentity() throws Exception {
        assertThat(inParallel(50, () -> identityOf("shop", user)).stream().distinct())
                .hasSize(1);
        assertThat(storedIdentities(user)).hasSize(1);
    }

    @Test
    void aRequestIdOfTheCallersIsKept() {
        as("shop")
                .header("X-Request-Id", "a.b_c-1")
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .header("X-Request-Id", equalTo("a.b_c-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "1234567890123456789012345678901234567890123456789012345678901234x"})
    void aRequestIdThatCouldForgeLogLinesIsReplaced(String offered) {
        as("shop")
                .header("X-Request-Id", offered)
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                Arguments.of("{}", "userId"),
                Arguments.of("{'userId':''}", "userId"),
                Arguments.of("{'userId':'" + "a".repeat(513) + "'}", "userId"),
                Arguments.of("{'userId':'a\\u0000'}", "userId"),
                Arguments.of("{'userId':'a\\u0085'}", "userId"),
                Arguments.of("{'userId':'a\\ud800'}", "userId"),
                Arguments.of("{'userId':7}", "userId"),
                Arguments.of("{'userId':['a']}", "userId"),
                Arguments.of("{'userId':'a','who':1}", "who"),
                Arguments.of("{'userId':'a','tokenDurationSeconds':0}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'a','tokenDurationSeconds':601}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'a','tokenDurationSeconds':'60'}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'a','tokenDurationSeconds':1.5}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'a','tokenDurationSeconds':99999999999999999999}", "tokenDurationSeconds"),
                Arguments.of("{'userId':'a','identityId':'x'}", "identityId"),
                Arguments.of("{'userId':'a','identityId':'eu-west-1:" + "a".repeat(46) + "'}", "identityId"),
                Arguments.of("{'userId':'a','logins':{'p':''}}", "logins"),
                Arguments.of("{'userId':'a','logins':{'p':null}}", "logins"),
                Arguments.of("{'userId':'a','logins':{'login.example.com':'x'}}", "logins"),
                Arguments.of("{'userId':'a','logins':{'cognito-identity.amazonaws.com':'x'}}", "logins"),
                Arguments.of("{'userId':'a','logins':" + entries(10) + "}", "logins"),
                Arguments.of("{'userId':'a','principalTags':{'tier':''}}", "principalTags"),
                Arguments.of("{'userId':'a','principalTags':{'tier':'" + "v".repeat(257) + "'}}", "principalTags"),
                Arguments.of("{'userId':'a','principalTags':" + entries(51) + "}", "principalTags"),
                Arguments.of("{'userId':'a','fresh':'yes'}", "fresh"),
                Arguments.of("{'userId':'a','pool':''}", "pool"),
                Arguments.of("{'userId':'a'", ""),
                Arguments.of("{'userId':'a'} {}", ""),
                Arguments.of("{'userId':'a','userId':'b'}", ""),
                Arguments.of("[]", ""),
                Arguments.of("null", ""),
                Arguments.of("", ""));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void wrongInputNamesTheField(String body, String field) {
        problem(as("shop").body(body.replace('\'', '"')).post("/v1/tokens").then(), 400, "invalid-request")
                .body("errors.field", hasItem(field));
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        problem(
                        issue("shop", Map.of("userId", "", "tokenDurationSeconds", 0, "identityId", "x")),
                        400,
                        "invalid-request")
                .body("errors.field", equalTo(List.of("identityId", "tokenDurationSeconds", "userId")));
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = {'{', '"', 'u', 's', 'e', 'r', 'I', 'd', '"', ':', '"', 'a', (byte) 0xff, '"', '}'};
        problem(as("shop").body(body).post("/v1/tokens").then(), 400, "invalid-request");
    }

    @Test
    void theLongestUserIdIsFine() {
        issue("shop", Map.of("userId", "\ud83d\ude00".repeat(512))).statusCode(200);
    }

    @Test
    void aBodyOverTheLimitIsRefusedDeclaredOrNot() {
        String large = "{\"userId\":\"" + "a".repeat(512 * 1024) + "\"}";
        problem(as("shop").body(large).post("/v1/tokens").then(), 413, "payload-too-large");
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                Arguments.of("shop", Map.of("userId", "a", "pool", "staff")),
                Arguments.of("shop", Map.of("userId", "a", "pool", "no-such-pool")),
                Arguments.of("shop", Map.of("userId", "a", "principalTags", Map.of("department", "x"))),
                Arguments.of("staffdesk", Map.of("userId", "sales:bob")),
                Arguments.of("reader", Map.of("userId", "a")),
                Arguments.of("reader", Map.of("nonsense", "a")),
                Arguments.of("stranger", Map.of("userId", "a")));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void whatTheRegistryDoesNotAllowIsForbidden(String caller, Map<String, Object> body) {
        problem(issue(caller, body), 403, "forbidden").body("$", not(hasKey("errors")));
    }

    @Test
    void aForeignPoolAndAMissingOneAnswerTheSame() {
        Map<String, Object> foreign =
                issue("shop", Map.of("userId", "a", "pool", "staff")).extract().path("$");
        Map<String, Object> missing =
                issue("shop", Map.of("userId", "a", "pool", "none")).extract().path("$");
        foreign.remove("requestId");
        missing.remove("requestId");
        assertThat(foreign).isEqualTo(missing);
    }

    @Test
    void prefixesKeepLoginSystemsApart() {
        issue("staffdesk", Map.of("userId", "hr:" + user)).statusCode(200);
    }

    @Test
    void aCallerOfTwoPoolsNamesOne() {
        problem(issue("both", Map.of("userId", user)), 400, "invalid-request").body("errors.field", hasItem("pool"));
        issue("both", Map.of("userId", user, "pool", "staff")).statusCode(200);
    }

    /// Ten requests within the two seconds at most in which two are accepted; also those that are refused count.
    @Test
    void aCallerThatAsksTooOftenIsToldWhenToComeBack() {
        List<ValidatableResponse> answers = Stream.generate(() -> issue("slow", Map.of("userId", "")))
                .limit(10)
                .toList();

        assertThat(answers.stream().map(answer -> answer.extract().statusCode()))
                .contains(400, 429);
        ValidatableResponse refused = answers.stream()
                .filter(answer -> answer.extract().statusCode() == 429)
                .findFirst()
                .orElseThrow();
        problem(refused, 429, "rate-limited").header("Retry-After", equalTo("1"));
    }

    @Test
    void withoutADurationTheCallersMaximumCapsThePools() {
        Instant expiry =
                Instant.parse(issue("shop", Map.of("userId", user)).extract().path("expiresAt"));
        assertThat(expiry)
                .isBetween(Instant.now().plusSeconds(590), Instant.now().plusSeconds(601));
    }

    static Stream<Arguments> badTokens() {
        JWTClaimsSet good = new JWTClaimsSet.Builder()
                .issuer(CallerTokens.ISSUER)
                .audience(CallerTokens.AUDIENCE)
                .subject("shop")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
        String right = CallerTokens.sign(good);
        return Stream.of(
                Arguments.of("Bearer"),
                Arguments.of("Bearer "),
                Arguments.of("Bearer abc"),
                Arguments.of("Basic c2hvcDpzaG9w"),
                Arguments.of("Bearer " + right.substring(0, right.length() - 8) + "AAAAAAAA"),
                Arguments.of("Bearer "
                        + CallerTokens.sign(
                                new JWTClaimsSet.Builder(good).audience("other").build())),
                Arguments.of("Bearer "
                        + CallerTokens.sign(new JWTClaimsSet.Builder(good)
                                .issuer("https://x")
                                .build())),
                Arguments.of("Bearer "
                        + CallerTokens.sign(
                                new JWTClaimsSet.Builder(good).subject(null).build())),
                Arguments.of("Bearer "
                        + CallerTokens.sign(new JWTClaimsSet.Builder(good)
                                .expirationTime(null)
                                .build())),
                Arguments.of("Bearer "
                        + CallerTokens.sign(new JWTClaimsSet.Builder(good)
                                .expirationTime(Date.from(Instant.now().minusSeconds(60)))
                                .build())));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void aBadTokenIsUnauthenticatedWithoutDetail(String authorization) {
        problem(
                        given().contentType(ContentType.JSON)
                                .header("Authorization", authorization)
                                .body(Map.of("userId", "a"))
                                .post("/v1/tokens")
                                .then(),
                        401,
                        "unauthenticated")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("$", not(hasKey("detail")));
    }

    @Test
    void noTokenIsUnauthenticated() {
        problem(
                        given().contentType(ContentType.JSON)
                                .body("{}")
                                .post("/v1/tokens")
                                .then(),
                        401,
                        "unauthenticated")
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void theFrameworksRefusalsAreProblemsToo() {
        problem(as("shop").get("/v1/tokens").then(), 405, "method-not-allowed");
        problem(as("shop").get("/v1/nothing").then(), 404, "not-found");
        problem(as("shop").get("/nothing").then(), 404, "not-found");
        problem(as("shop").accept("text/html").body("{}").post("/v1/tokens").then(), 406, "not-acceptable");
        problem(
                as("shop")
                        .contentType(ContentType.TEXT)
                        .body("x")
                        .post("/v1/tokens")
                        .then(),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/tokens/", "/v1//tokens", "//v1/tokens", "/v1/x/../tokens", "/v1/./tokens"})
    void aPathHasOneSpelling(String path) throws Exception {
        URI spelled = URI.create("http://127.0.0.1:" + RestAssured.port + path);
        HttpRequest request = HttpRequest.newBuilder(spelled)
                .header("Authorization", "Bearer " + CallerTokens.of("shop"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"userId\":\"a\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("\"code\":\"not-found\"");
        }
    }

    @Test
    void anIdentityThatCognitoDoesNotKnowIsRejected() throws SQLException {
        problem(issue("shop", Map.of("userId", user, "identityId", GUEST)), 422, "login-rejected");
        assertThat(storedIdentities(user)).isEmpty();
    }

    @Test
    void anotherUsersIdentityIsAConflict() throws SQLException {
        String victim = identityOf("shop", "victim-" + user);
        problem(issue("shop", Map.of("userId", user, "identityId", victim)), 409, "identity-conflict");
        assertThat(storedIdentities(user)).isEmpty();
    }

    @Test
    void theOwnIdentityMayBeNamed() {
        String own = identityOf("shop", user);
        issue("shop", Map.of("userId", user, "identityId", own))
                .statusCode(200)
                .body("identityId", equalTo(own))
                .body("created", equalTo(false));
    }

    @Test
    void aDisabledIdentityGetsNoToken() throws SQLException {
        String own = identityOf("shop", user);
        update("UPDATE identity SET status = 'disabled' WHERE identity_id = ?", own);
        problem(issue("shop", Map.of("userId", user)), 403, "identity-disabled");
    }

    /// What a request says becomes no label: a pool that is not its caller's is none.
    @Test
    void requestsAreMeasuredByPoolCallerOutcomeAndSource() {
        String madeUp = "made-up-" + UUID.randomUUID();
        Map<String, Double> before = measured();

        issue("club", Map.of("userId", user)).statusCode(200);
        issue("club", Map.of("userId", user)).statusCode(200);
        issue("shop", Map.of("userId", user, "pool", "staff")).statusCode(403);
        issue("shop", Map.of("userId", user, "pool", madeUp)).statusCode(403);
        issue("shop", Map.of("userId", "")).statusCode(400);
        issue(madeUp, Map.of("userId", user)).statusCode(403);

        Map<String, Double> more = new HashMap<>(measured());
        more.replaceAll((series, count) -> count - before.getOrDefault(series, 0.0));
        more.values().removeIf(count -> count == 0);
        assertThat(more)
                .containsOnly(
                        Map.entry("caller=club,outcome=success,pool=members,source=cognito", 1.0),
                        Map.entry("caller=club,outcome=success,pool=members,source=reused", 1.0),
                        Map.entry("caller=shop,outcome=forbidden,pool=none,source=none", 2.0),
                        Map.entry("caller=shop,outcome=invalid-request,pool=customers,source=none", 1.0));
        assertThat(metrics())
                .contains(
                        "broker_token_requests_seconds_bucket{caller=\"both\",outcome=\"success\",pool=\"staff\"",
                        "broker_cognito_calls_seconds_count{operation=\"GetOpenIdTokenForDeveloperIdentity\",outcome=\"success\"",
                        "broker_cognito_calls_seconds_count{operation=\"GetOpenIdTokenForDeveloperIdentity\",outcome=\"misconfigured\"",
                        "broker_cognito_throttled_total{pool=\"customers\"",
                        "broker_cognito_circuit_open{pool=\"customers\"",
                        "broker_audit_commit_seconds_count",
                        "broker_audit_partitions_kept_timestamp_seconds",
                        "broker_store_available 1.0",
                        "broker_overloaded_total")
                .doesNotContain(user, madeUp, "eu-west-1:");
    }

    /// How many requests each series has counted, by its labels.
    private Map<String, Double> measured() {
        String name = "broker_token_requests_seconds_count";
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line ->
                        line.substring(name.length()).replaceAll("[{}\"]", "").split(" "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Double.valueOf(parts[1])));
    }

    private String metrics() {
        return given().baseUri("http://127.0.0.1:" + managementPort)
                .get("/q/metrics")
                .asString();
    }

    private static RequestSpecification as(String caller) {
        return given().contentType(ContentType.JSON).auth().oauth2(CallerTokens.of(caller));
    }

    private static ValidatableResponse issue(String caller, Map<String, ?> body) {
        return as(caller).body(body).post("/v1/tokens").then();
    }

    private static String identityOf(String caller, String userId) {
        return issue(caller, Map.of("userId", userId)).statusCode(200).extract().path("identityId");
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("type", equalTo("urn:identity-broker:problem:" + code))
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("instance", notNullValue())
                .body("requestId", equalTo(answer.extract().header("X-Request-Id")));
    }

    private static String entries(int count) {
        StringBuilder map = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            map.append(i == 0 ? "" : ",").append("'k").append(i).append("':'v'");
        }
        return map.append("}").toString();
    }

    private static <T> List<T> inParallel(int count, Callable<T> task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results =
                    Stream.generate(() -> threads.submit(task)).limit(count).toList();
            List<T> answers = new ArrayList<>();
            for (Future<T> result : results) {
                answers.add(result.get());
            }
            return answers;
        }
    }

    private List<String> storedIdentities(String userId) throws SQLException {
        try (Connection connection = database.getConnection();
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

    private void update(String sql, String value) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
