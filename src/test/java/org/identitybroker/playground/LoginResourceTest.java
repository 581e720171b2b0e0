package org.identitybroker.playground;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// The sample login system over HTTP, with the running broker and emulator behind it.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class LoginResourceTest {
    private static final String PASSWORD = "correct horse";

    @ConfigProperty(name = "broker.emulator.port")
    int emulator;

    private final String name = "u-" + UUID.randomUUID().toString().substring(0, 8);

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("POST", "/login/session"),
                Arguments.of("POST", "/login/accounts"),
                Arguments.of("DELETE", "/login/session"),
                Arguments.of("POST", "/login/token"),
                Arguments.of("POST", "/login/merge"),
                Arguments.of("PUT", "/login/access"));
    }

    static Stream<Arguments> forUsers() {
        return Stream.of(
                Arguments.of("POST", "/login/token", "{}"),
                Arguments.of("POST", "/login/merge", "{}"),
                Arguments.of("PUT", "/login/access", "{\"status\":\"enabled\"}"),
                Arguments.of("GET", "/login/audit-events", ""));
    }

    @Test
    void theRightPasswordStartsASession() {
        Response answer = ownPage()
                .body(Map.of("name", "bob", "password", "bob-password"))
                .post("/login/session");

        answer.then().statusCode(200).body("name", equalTo("bob")).body("userId", equalTo("bob"));
        Cookie cookie = answer.getDetailedCookie(Sessions.COOKIE);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/login");
        with(cookie.getValue()).get("/login/session").then().body("user.name", equalTo("bob"));
    }

    /// The same answer whether the name or the password is wrong.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"bob\",\"password\":\"alice-password\"}",
                "{\"name\":\"nobody\",\"password\":\"bob-password\"}",
                "{\"name\":\"bob\",\"password\":\"\"}",
                "{\"name\":\"bob\"}",
                "{}",
                "null"
            })
    void aWrongPasswordDoesNot(String credentials) {
        Response answer = ownPage().body(credentials).post("/login/session");

        answer.then().statusCode(403).body("error", equalTo("wrong-password"));
        assertThat(answer.getCookies()).isEmpty();
    }

    @Test
    void anEndlessPasswordIsNotHashed() {
        ownPage()
                .body(Map.of("name", "bob", "password", "x".repeat(100_000)))
                .post("/login/session")
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void otherPagesCannotAsk(String method, String path) {
        String session = signUp();
        for (String origin : new String[] {"http://evil.example", "http://localhost:3000", "null", "", "::"}) {
            with(session)
                    .header("Origin", origin)
                    .contentType(JSON)
                    .body("{}")
                    .request(method, path)
                    .then()
                    .statusCode(403)
                    .body("error", equalTo("foreign-page"));
        }
        with(session).get("/login/session").then().body("user.name", equalTo(name));
    }

    /// A form of another page could send the same as text.
    @Test
    void onlyJsonIsRead() {
        ownPage()
                .contentType("text/plain")
                .body("{\"name\":\"bob\",\"password\":\"bob-password\"}")
                .post("/login/session")
                .then()
                .statusCode(415);
    }

    @ParameterizedTest
    @MethodSource("forUsers")
    void nobodyGetsAnythingWithoutASession(String method, String path, String body) {
        for (String session : new String[] {"", "made-up"}) {
            RequestSpecification request = ownPage().cookie(Sessions.COOKIE, session);
            (body.isEmpty() ? request : request.body(body))
                    .request(method, path)
                    .then()
                    .statusCode(401)
                    .body("error", equalTo("not-signed-in"));
        }
    }

    @Test
    void nobodyIsToldWhoTheyAreNot() {
        given().get("/login/session").then().statusCode(200).body("user", nullValue());
        given().get("/login/exchanges/any").then().statusCode(200).body("", hasSize(0));
    }

    @Test
    void signingOutEndsTheSession() {
        String session = signUp();

        as(session).delete("/login/session").then().statusCode(204).cookie(Sessions.COOKIE, equalTo(""));

        as(session).body("{}").post("/login/token").then().statusCode(401);
    }

    @Test
    void signingInAgainEndsTheSessionBefore() {
        String session = signUp();

        as(session)
                .body(Map.of("name", name, "password", PASSWORD))
                .post("/login/session")
                .then()
                .statusCode(200)
                .cookie(Sessions.COOKIE, not(equalTo(session)));

        as(session).body("{}").post("/login/token").then().statusCode(401);
    }

    @Test
    void accountsHaveANameOfTheirOwnAndALongPassword() {
        signUp();
        signUp(name, PASSWORD).then().statusCode(409).body("error", equalTo("name-taken"));
        signUp("Bad Name", PASSWORD).then().statusCode(400).body("error", equalTo("bad-name"));
        signUp(name + "-x", "short").then().statusCode(400).body("error", equalTo("bad-password"));
        signUp(name + "-x", "x".repeat(129)).then().statusCode(400).body("error", equalTo("bad-password"));
    }

    @Test
    void theAppIsToldWhereCognitoIs() {
        given().header("Host", "broker.example:8080")
                .get("/login/app")
                .then()
                .statusCode(200)
                .body("identityPoolId", startsWith("eu-west-1:"))
                .body("region", equalTo("eu-west-1"))
                .body("aws", equalTo("http://broker.example:" + emulator));
    }

    @Test
    void aUserGetsTheSameIdentityEachTime() {
        String session = signUp();

        Response first = token(session, Map.of());
        Response second = token(session, Map.of());

        first.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("created", equalTo(true))
                .body("logins.'cognito-identity.amazonaws.com'", notNullValue());
        second.then().body("created", equalTo(false)).body("identityId", equalTo(first.path("identityId")));
    }

    @Test
    void aGuestKeepsTheIdentity() {
        String guest = guest();

        token(signUp(), Map.of("identityId", guest)).then().statusCode(200).body("identityId", equalTo(guest));
    }

    /// The broker's problem reaches the page under its own code.
    @Test
    void aUserWithAnIdentityCannotTakeAGuests() {
        String session = signUp();
        token(session, Map.of());

        token(session, Map.of("identityId", guest()))
                .then()
                .statusCode(409)
                .body("error", equalTo("user-already-linked"));
    }

    @Test
    void twoUsersBecomeOne() {
        String other = name + "-old";
        signUp(other, PASSWORD).then().statusCode(201);
        String session = signUp();
        String own = token(session, Map.of()).path("identityId");

        Response merged =
                as(session).body(Map.of("name", other, "password", PASSWORD)).post("/login/merge");

        merged.then()
                .statusCode(200)
                .body("mergedUser", startsWith(other))
                .body("mergedUsersIdentityIdBefore", not(equalTo(own)))
                .body("identity.identityId", equalTo(own))
                .body("identity.users", hasSize(2));
    }

    @Test
    void nobodyIsMergedWithoutThePassword() {
        as(signUp())
                .body(Map.of("name", "bob", "password", "guessed-at"))
                .post("/login/merge")
                .then()
                .statusCode(403)
                .body("error", equalTo("wrong-password"));
    }

    @Test
    void aDisabledUserGetsNoTokenUntilEnabledAgain() {
        String session = signUp();
        String identity = token(session, Map.of()).path("identityId");

        setAccess(session, "disabled")
                .then()
                .statusCode(200)
                .body("status", equalTo("disabled"))
                .body("identityId", equalTo(identity));
        token(session, Map.of()).then().statusCode(403).body("error", equalTo("identity-disabled"));

        setAccess(session, "enabled").then().statusCode(200);
        token(session, Map.of()).then().statusCode(200).body("identityId", equalTo(identity));
    }

    @Test
    void accessIsOfAnIdentityAndEnabledOrDisabled() {
        String session = signUp();
        setAccess(session, "gone").then().statusCode(400).body("error", equalTo("bad-status"));
        setAccess(session, "disabled").then().statusCode(404).body("error", equalTo("no-identity-yet"));
    }

    @Test
    void theTrailHasWhatWasDoneUnderThePagesRequestId() {
        String session = signUp();
        String requestId = "page-" + UUID.randomUUID();
        as(session).header("X-Request-Id", requestId).body("{}").post("/login/token");

        as(session)
                .get("/login/audit-events")
                .then()
                .statusCode(200)
                .body(
                        "items.findAll { it.requestId == '" + requestId + "' }.type",
                        hasItems("token.issued", "identity.created"))
                .body("items.pool", everyItem(equalTo("demo")));
    }

    /// The page shows what the login system did, but never gets its JWT.
    @Test
    void theExchangesBehindARequestAreKeptWithoutTheJwt() {
        String session = signUp();
        String requestId = "page-" + UUID.randomUUID();
        as(session).header("X-Request-Id", requestId).body("{}").post("/login/token");

        Response exchanges = as(session).get("/login/exchanges/" + requestId);

        exchanges
                .then()
                .statusCode(200)
                .body("to", hasItem("broker"))
                .body("find { it.to == 'broker' }.url", containsString("/v1/tokens"))
                .body("find { it.to == 'broker' }.requestBody", containsString(name))
                .body("find { it.to == 'broker' }.status", equalTo(200))
                .body("find { it.to == 'broker' }.requestHeaders.Authorization", startsWith("Bearer eyJ"));
        List<String> jwts = exchanges.path("findAll { it.to == 'broker' }.requestHeaders.Authorization");
        assertThat(jwts).allSatisfy(jwt -> assertThat(jwt).doesNotContain("."));
        List<String> minted = exchanges.path("findAll { it.to == 'issuer' }.responseBody");
        assertThat(minted).allSatisfy(jwt -> assertThat(jwt).doesNotContain("."));
        as(signUp(name + "-2")).get("/login/exchanges/" + requestId).then().body("", hasSize(0));
    }

    private String signUp() {
        return signUp(name);
    }

    private static String signUp(String name) {
        Response answer = signUp(name, PASSWORD);
        answer.then().statusCode(201);
        return answer.getCookie(Sessions.COOKIE);
    }

    private static Response signUp(String name, String password) {
        return ownPage().body(Map.of("name", name, "password", password)).post("/login/accounts");
    }

    private static Response token(String session, Map<String, String> wish) {
        return as(session).body(wish).post("/login/token");
    }

    private static Response setAccess(String session, String status) {
        return as(session).body(Map.of("status", status)).put("/login/access");
    }

    private String guest() {
        String pool = given().get("/login/app").path("identityPoolId");
        try (CognitoIdentityClient device = AwsClients.device(URI.create("http://127.0.0.1:" + emulator))) {
            return device.getId(request -> request.identityPoolId(pool)).identityId();
        }
    }

    private static RequestSpecification as(String session) {
        return ownPage().cookie(Sessions.COOKIE, session);
    }

    private static RequestSpecification with(String session) {
        return given().cookie(Sessions.COOKIE, session);
    }

    /// As a browser sends it from the login system's own page.
    private static RequestSpecification ownPage() {
        return given().header("Origin", "http://localhost:" + RestAssured.port).contentType(JSON);
    }
}
