package org.identitybroker.directory;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// `/v1/identities` over HTTP, with the state checked on both sides: in Postgres, and at Cognito with the AWS SDK.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class IdentityResourceTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    private static final String UNKNOWN = "eu-west-1:00000000-0000-4000-8000-00000000dead";

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
        RestAssured.delete(emulator("/_emulator/requests"));
    }

    @AfterEach
    void disconnect() {
        RestAssured.delete(emulator("/_emulator/faults"));
        cognito.close();
    }

    // --- Who may do what ----------------------------------------------------------------------------------------

    /// Method, path, body, and whether the call changes something.
    static Stream<Arguments> endpoints() {
        return Stream.of(
                Arguments.of("GET", "", null, false),
                Arguments.of("GET", "?userId=nobody", null, false),
                Arguments.of("GET", "/{id}", null, false),
                Arguments.of("POST", "/merge", Map.of("sourceUserId", "a", "destinationUserId", "b"), true),
                Arguments.of("POST", "/{id}/unlink", Map.of("userId", "nobody"), true),
                Arguments.of("PUT", "/{id}/status", Map.of("status", "enabled"), true),
                Arguments.of("DELETE", "/{id}", null, true));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void permissionsDecideBeforeExistence(
            String method, String path, @Nullable Map<String, String> body, boolean writes) {
        String id = identityOf(user);
        for (String named : List.of(id, UNKNOWN)) {
            String to = path.replace("{id}", named);
            given().contentType(ContentType.JSON)
                    .request(method, "/v1/identities" + to)
                    .then()
                    .statusCode(401);
            problem(call("both", method, to, body), 403, "forbidden");
            if (writes) {
                problem(call("reader", method, to, body), 403, "forbidden");
                problem(call("shop", method, to, Map.of("nonsense", "1")), 403, "forbidden");
            } else {
                assertThat(call("reader", method, to, body).extract().statusCode())
                        .isIn(200, 404);
            }
            assertThat(call("admin", method, to, body).extract().statusCode()).isIn(200, 204, 404);
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void identitiesOfForeignPoolsAnswerAsUnknownOnes(
            String method, String path, @Nullable Map<String, String> body, boolean writes) {
        String id = identityOf(user);
        if (path.contains("{id}")) {
            ValidatableResponse foreign = call("staffadmin", method, path.replace("{id}", id), body);
            ValidatableResponse unknown = call("staffadmin", method, path.replace("{id}", UNKNOWN), body);
            assertThat(answered(foreign, id)).isEqualTo(answered(unknown, UNKNOWN));
            ValidatableResponse malformed = call("staffadmin", method, path.replace("{id}", "nonsense"), body);
            assertThat(answered(malformed, "nonsense")).isEqualTo(answered(unknown, UNKNOWN));
            assertThat(unknown.extract().statusCode()).isEqualTo(method.equals("DELETE") ? 204 : 404);
            get("admin", id).statusCode(200).body("status", equalTo("enabled"));
            assertThat(usersAtCognito(id)).containsExactly(user);
        }
    }

    @Test
    void aPoolThatTheCallerMayNotUseAnswersAsOneThatIsNot() {
        Map<String, String> merge = Map.of("pool", "customers", "sourceUserId", user, "destinationUserId", other);
        problem(call("staffadmin", "GET", "?pool=customers", null), 403, "forbidden");
        problem(call("staffadmin", "GET", "?pool=nonesuch", null), 403, "forbidden");
        problem(call("staffadmin", "POST", "/merge", merge), 403, "forbidden");
    }

    // --- One user's identity ------------------------------------------------------------------------------------

    @Test
    void theIdentityOfAUserIsFoundWithoutAskingCognito() {
        String id = identityOf(user);
        RestAssured.delete(emulator("/_emulator/requests"));
        find(user)
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].identityId", equalTo(id))
                .body("items[0].pool", equalTo("customers"))
                .body("items[0].status", equalTo("enabled"))
                .body("items[0].users.userId", contains(user))
                .body("items[0].users[0].linkedAt", matchesPattern(TIME))
                .body("items[0].createdAt", matchesPattern(TIME))
                .body("items[0].updatedAt", matchesPattern(TIME));
        for (String like : List.of(user + " ", user.toUpperCase(Locale.ROOT), user + "\u0301", "%", "_")) {
            find(like).statusCode(200).body("items", empty());
        }
        assertThat(RestAssured.get(emulator("/_emulator/requests")).jsonPath().getList("requests"))
                .isNullOrEmpty();
    }

    @Test
    void readingNeverMakesAnIdentity() throws SQLException {
        find(user).statusCode(200).body("items", empty());
        assertThat(count("SELECT count(*) FROM developer_login WHERE user_id = ?", user))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b+c&d=e", "%41", "é", "e\u0301", "日本語", "😀", "'\";--"})
    void userIdsOfAnySortAreFound(String odd) {
        String name = odd + user;
        String id = identityOf(name);
        find(name).statusCode(200).body("items.identityId", contains(id)).body("items[0].users.userId", contains(name));
    }

    @ParameterizedTest
    @CsvSource({
        "userId=%ff, userId",
        "userId=%c3%28, userId",
        "userId=%ed%a0%80, userId",
        "userId=%c0%af, userId",
        "userId=, userId",
        "userId=a%00b, userId",
        "userId=a%0a, userId",
        "userId=a&userId=b, userId",
        "userId=a&limit=1, limit",
        "pool=, pool",
        "limit=0, limit",
        "limit=201, limit",
        "limit=-1, limit",
        "limit=1.5, limit",
        "limit=99999999999, limit",
        "limit=, limit",
        "status=gone, status",
        "status=Enabled, status",
        "cursor=, cursor",
        "cursor=abc, cursor",
        "cursor=***, cursor",
        "cursor=MTIzLw, cursor",
        "nonsense=1, nonsense"
    })
    void aWrongParameterIsNamed(String query, String field) {
        problem(raw("reader", query), 400, "invalid-request").body("errors.field", contains(field));
    }

    /// Quarkus itself refuses what is no URI, with an empty answer, before any filter.
    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz"})
    void aBrokenEscapeIsRefused(String userId) throws IOException {
        assertThat(unencoded(userId)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void whatIsNotEncodedIsRefused() throws IOException {
        assertThat(unencoded("\u00e9")).startsWith("HTTP/1.1 400 ").contains("\"field\":\"userId\"");
    }

    /// Over a socket, because no client library sends these.
    private static String unencoded(String userId) throws IOException {
        String request =
                "GET /v1/identities?userId=" + userId + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + CallerTokens.of("reader") + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void aUserIdHasAtMost512Characters() {
        raw("reader", "userId=" + "a".repeat(512)).statusCode(200);
        problem(raw("reader", "userId=" + "a".repeat(513)), 400, "invalid-request");
    }

    @Test
    void anIdentityIsReadByItsId() {
        String id = identityOf(user);
        get("reader", id)
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("identityId", equalTo(id))
                .body("users.userId", contains(user))
                .body("keySet().size()", equalTo(6));
        for (String unknown : List.of(UNKNOWN, "nonsense", "x".repeat(300))) {
            problem(get("reader", unknown), 404, "not-found");
        }
    }

    // --- Prefixes -----------------------------------------------------------------------------------------------

    @Test
    void aCallerWithPrefixesSeesItsOwnUsersOnly() {
        String mine = "shop:" + user;
        String id = identityOf(mine);
        String foreign = identityOf(user);
        merge("admin", other(), mine).statusCode(200);
        get("admin", id).body("users.userId", containsInAnyOrder(mine, other));
        get("shopdesk", id).statusCode(200).body("users.userId", contains(mine));
        problem(get("shopdesk", foreign), 404, "not-found");
        problem(call("shopdesk", "GET", "?userId=" + user, null), 403, "forbidden");
        List<String> listed = pages("shopdesk", 200, "");
        assertThat(listed).contains(id).doesNotContain(foreign);
        problem(merge("shopdesk", user, mine), 403, "forbidden");
        problem(unlink("shopdesk", id, other), 403, "forbidden");
        problem(unlink("shopdesk", foreign, mine), 404, "not-found");
        // What becomes of a shared identity concerns the other one's user, too.
        problem(status("shopdesk", id, "disabled"), 403, "forbidden");
        problem(delete("shopdesk", id), 403, "forbidden");
        delete("shopdesk", foreign).statusCode(204);
        get("admin", foreign).statusCode(200);
        unlink("shopdesk", id, mine).statusCode(204);
        get("admin", id).body("users.userId", contains(other));
    }

    // --- Pages --------------------------------------------------------------------------------------------------

    @Test
    void pagesAreStableWhileRowsAreAdded() {
        List<String> before = Stream.generate(() -> identityOf("page-" + UUID.randomUUID()))
                .limit(7)
                .toList();
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            ValidatableResponse page =
                    call("reader", "GET", "?limit=3" + cursor, null).statusCode(200);
            List<String> ids = page.extract().path("items.identityId");
            assertThat(ids).hasSizeLessThanOrEqualTo(3);
            seen.addAll(ids);
            if (seen.size() <= 30) {
                identityOf("late-" + UUID.randomUUID());
            }
            String next = page.extract().path("nextCursor");
            assertThat(next == null || next.matches("[A-Za-z0-9_-]+")).isTrue();
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(before);
    }

    @Test
    void identitiesOfOneMomentAreAllListed() throws SQLException {
        List<String> ids = Stream.generate(() -> identityOf("same-" + UUID.randomUUID()))
                .limit(4)
                .toList();
        for (String id : ids) {
            execute("UPDATE identity SET created_at = '2020-01-01T00:00:00.123456Z' WHERE identity_id = ?", id);
        }
        // The oldest of the pool, so the first pages have them.
        assertThat(pages("reader", 1, "", ids.size()))
                .containsExactlyElementsOf(ids.stream().sorted().toList());
    }

    @Test
    void pagesCanBeOfOneStatus() {
        String enabled = identityOf(user);
        String disabled = identityOf(other);
        status("admin", disabled, "disabled").statusCode(200);
        assertThat(pages("reader", 2, "&status=disabled")).contains(disabled).doesNotContain(enabled);
        assertThat(pages("reader", 100, "&status=enabled")).contains(enabled).doesNotContain(disabled);
    }

    @Test
    void pagesShowOnlyOnePool() {
        String id = identityOf(user);
        call("staffadmin", "GET", "?limit=200", null).statusCode(200).body("items.identityId", not(hasItem(id)));
    }

    // --- Merge --------------------------------------------------------------------------------------------------

    @Test
    void theDestinationsIdentitySurvivesAMerge() throws SQLException {
        String third = "third-" + user;
        String source = identityOf(user);
        identityOf(third);
        merge("admin", third, user).statusCode(200);
        String destination = identityOf(other);
        merge("admin", user, other)
                .statusCode(200)
                .body("identityId", equalTo(destination))
                .body("status", equalTo("enabled"))
                .body("users.userId", containsInAnyOrder(user, third, other));
        get("admin", source).statusCode(200).body("status", equalTo("disabled")).body("users", empty());
        assertThat(count(
                        "SELECT count(*) FROM identity WHERE identity_id = ? AND status_reason = 'merged into "
                                + destination + "'",
                        source))
                .isEqualTo(1);
        assertThat(usersAtCognito(destination)).containsExactlyInAnyOrder(user, third, other);
        assertThat(usersAtCognito(source)).isEmpty();
        for (String each : List.of(user, third, other)) {
            assertThat(identityOf(each)).isEqualTo(destination);
        }
        merge("admin", user, other).statusCode(200).body("identityId", equalTo(destination));
    }

    @Test
    void aMergeNeedsTwoKnownUsers() throws SQLException {
        identityOf(user);
        problem(merge("admin", user, user), 400, "invalid-request").body("errors.field", contains("destinationUserId"));
        problem(merge("admin", user, other), 404, "not-found");
        problem(merge("admin", other, user), 404, "not-found");
        assertThat(count("SELECT count(*) FROM developer_login WHERE user_id = ?", other))
                .isZero();
    }

    @Test
    void aDisabledIdentityIsNotMerged() {
        String source = identityOf(user);
        String destination = identityOf(other);
        status("admin", source, "disabled");
        problem(merge("admin", user, other), 403, "identity-disabled");
        problem(merge("admin", other, user), 403, "identity-disabled");
        assertThat(usersAtCognito(source)).containsExactly(user);
        assertThat(usersAtCognito(destination)).containsExactly(other);
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, 503, upstream-throttled",
        "internal-error, 503, upstream-unavailable",
        "reset, 503, upstream-unavailable",
        "html-ok, 503, upstream-unavailable"
    })
    void aMergeThatFailedIsFinishedByARepeat(String kind, int status, String code) {
        String source = identityOf(user);
        String destination = identityOf(other);
        fault(kind, "MergeDeveloperIdentities");
        problem(merge("admin", user, other), status, code);
        get("admin", source).body("users.userId", contains(user)).body("status", equalTo("enabled"));
        RestAssured.delete(emulator("/_emulator/faults"));
        merge("admin", user, other).statusCode(200).body("identityId", equalTo(destination));
        assertThat(usersAtCognito(destination)).containsExactlyInAnyOrder(user, other);
    }

    @Test
    void aMergeWhoseAnswerWasLostIsFinished() {
        String source = identityOf(user);
        String destination = identityOf(other);
        fault("lost-answer", "MergeDeveloperIdentities");
        // The first attempt takes effect; the SDK's own retries, or ours, are told that there is nothing to merge.
        merge("admin", user, other);
        RestAssured.delete(emulator("/_emulator/faults"));
        merge("admin", user, other)
                .statusCode(200)
                .body("identityId", equalTo(destination))
                .body("users.userId", containsInAnyOrder(user, other));
        get("admin", source).body("users", empty()).body("status", equalTo("disabled"));
        assertThat(identityOf(user)).isEqualTo(destination);
    }

    @Test
    void aMergeThatCognitoMadeBeforeIsStored() {
        String source = identityOf(user);
        String destination = identityOf(other);
        cognito.mergeDeveloperIdentities(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                .developerProviderName(BrokerSettings.PROVIDER)
                .sourceUserIdentifier(user)
                .destinationUserIdentifier(other));
        merge("admin", user, other).statusCode(200).body("identityId", equalTo(destination));
        get("admin", source).body("users", empty());
    }

    // --- Unlink -------------------------------------------------------------------------------------------------

    @Test
    void anUnlinkedUserGetsANewIdentity() throws SQLException {
        String id = identityOf(user);
        unlink("admin", id, user).statusCode(204);
        assertThat(usersAtCognito(id)).isEmpty();
        assertThat(count("SELECT count(*) FROM developer_login WHERE user_id = ?", user))
                .isZero();
        get("admin", id).statusCode(200).body("users", empty()).body("status", equalTo("enabled"));
        find(user).body("items", empty());
        unlink("admin", id, user).statusCode(204);
        String next = identityOf(user);
        assertThat(next).isNotEqualTo(id);
        unlink("admin", id, user).statusCode(204);
        assertThat(identityOf(user)).isEqualTo(next);
    }

    @Test
    void unlinkingSomebodyElseChangesNothing() {
        String id = identityOf(user);
        String others = identityOf(other);
        unlink("admin", id, other).statusCode(204);
        unlink("admin", id, "nobody-" + user).statusCode(204);
        assertThat(identityOf(other)).isEqualTo(others);
        assertThat(usersAtCognito(id)).containsExactly(user);
        problem(unlink("admin", UNKNOWN, user), 404, "not-found");
        problem(call("admin", "POST", "/" + id + "/unlink", Map.of()), 400, "invalid-request")
                .body("errors.field", contains("userId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal-error", "throttle", "reset", "lost-answer"})
    void anUnlinkThatFailedIsFinishedByARepeat(String kind) {
        String id = identityOf(user);
        fault(kind, "UnlinkDeveloperIdentity");
        int status = unlink("admin", id, user).extract().statusCode();
        assertThat(status).isIn(204, 503);
        if (status == 503) {
            get("admin", id).body("users.userId", contains(user));
        }
        RestAssured.delete(emulator("/_emulator/faults"));
        unlink("admin", id, user).statusCode(204);
        get("admin", id).body("users", empty());
        assertThat(identityOf(user)).isNotEqualTo(id);
    }

    // --- Status -------------------------------------------------------------------------------------------------

    @Test
    void aDisabledIdentityGetsNothingUntilItIsEnabled() throws SQLException {
        String id = identityOf(user);
        status("admin", id, "disabled")
                .statusCode(200)
                .body("identityId", equalTo(id))
                .body("status", equalTo("disabled"))
                .body("users.userId", contains(user));
        problem(issue(user), 403, "identity-disabled");
        problem(unlink("admin", id, user), 403, "identity-disabled");
        problem(issue(user), 403, "identity-disabled");
        assertThat(usersAtCognito(id)).containsExactly(user);
        assertThat(count(
                        "SELECT count(*) FROM identity WHERE identity_id = ? AND status_reason = 'because'"
                                + " AND updated_at > created_at",
                        id))
                .isEqualTo(1);
        status("admin", id, "enabled").statusCode(200).body("status", equalTo("enabled"));
        assertThat(identityOf(user)).isEqualTo(id);
    }

    @Test
    void aStatusIsSaidProperly() {
        String id = identityOf(user);
        setStatus("admin", id, Map.of("status", "disabled")).statusCode(200);
        setStatus("admin", id, Map.of("status", "disabled", "reason", "😀".repeat(512)))
                .statusCode(200);
        for (Map<String, String> wrong : List.of(
                Map.of("status", "enabled", "reason", "x".repeat(513)),
                Map.of("status", "enabled", "reason", "a\nb"),
                Map.of("status", "enabled", "reason", "\u0000"))) {
            problem(setStatus("admin", id, wrong), 400, "invalid-request").body("errors.field", contains("reason"));
        }
        for (Map<String, String> wrong :
                List.of(Map.of("status", "gone"), Map.of("reason", "x"), Map.of("status", "ENABLED"))) {
            problem(setStatus("admin", id, wrong), 400, "invalid-request").body("errors.field", contains("status"));
        }
        get("admin", id).body("status", equalTo("disabled"));
        problem(status("admin", UNKNOWN, "enabled"), 404, "not-found");
    }

    // --- Delete -------------------------------------------------------------------------------------------------

    @Test
    void aDeletedIdentityIsForgottenOnBothSides() throws SQLException {
        String id = identityOf(user);
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
        find(user).body("items", empty());
        assertThat(count("SELECT count(*) FROM identity WHERE identity_id = ?", id))
                .isZero();
        assertThat(count("SELECT count(*) FROM developer_login WHERE identity_id = ?", id))
                .isZero();
        assertThatThrownBy(() -> usersAtCognito(id)).isInstanceOf(ResourceNotFoundException.class);
        delete("admin", id).statusCode(204);
        assertThat(identityOf(user)).isNotEqualTo(id);
        delete("admin", UNKNOWN).statusCode(204);
        delete("admin", "nonsense").statusCode(204);
    }

    @Test
    void whatCognitoForgotIsDeletedHere() {
        String id = identityOf(user);
        cognito.deleteIdentities(request -> request.identityIdsToDelete(id));
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
    }

    /// The emulator answers AccessDenied for an identity that it never knew.
    @Test
    void whatCognitoNeverKnewIsDeletedHere() throws SQLException {
        String id = "eu-west-1:" + UUID.randomUUID();
        execute(
                "INSERT INTO identity (identity_id, pool, status, created_at, updated_at)"
                        + " VALUES (?, 'customers', 'enabled', now(), now())",
                id);
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
    }

    @Test
    void aDisabledIdentityCanBeForgotten() {
        String id = identityOf(user);
        status("admin", id, "disabled");
        delete("admin", id).statusCode(204);
        assertThat(identityOf(user)).isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal-error", "throttle", "reset", "lost-answer"})
    void aDeleteThatFailedIsFinishedByARepeat(String kind) {
        String id = identityOf(user);
        fault(kind, "DeleteIdentities");
        int status = delete("admin", id).extract().statusCode();
        assertThat(status).isIn(204, 503);
        if (status == 503) {
            get("admin", id).statusCode(200).body("users.userId", contains(user));
        }
        RestAssured.delete(emulator("/_emulator/faults"));
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
        assertThat(identityOf(user)).isNotEqualTo(id);
    }

    // --- Tools --------------------------------------------------------------------------------------------------

    private String other() {
        identityOf(other);
        return other;
    }

    private static RequestSpecification as(String caller) {
        return given().contentType(ContentType.JSON).auth().oauth2(CallerTokens.of(caller));
    }

    private static ValidatableResponse call(
            String caller, String method, String path, @Nullable Map<String, String> body) {
        RequestSpecification request = as(caller);
        return (body == null ? request : request.body(body))
                .request(method, "/v1/identities" + path)
                .then();
    }

    /// The query exactly as it is written here.
    private static ValidatableResponse raw(String caller, String query) {
        return as(caller)
                .urlEncodingEnabled(false)
                .get("/v1/identities?" + query)
                .then();
    }

    private static ValidatableResponse find(String userId) {
        return as("reader")
                .queryParam("pool", "customers")
                .queryParam("userId", userId)
                .get("/v1/identities")
                .then();
    }

    private static ValidatableResponse get(String caller, String id) {
        return call(caller, "GET", "/" + id, null);
    }

    private static ValidatableResponse delete(String caller, String id) {
        return call(caller, "DELETE", "/" + id, null);
    }

    private static ValidatableResponse merge(String caller, String source, String destination) {
        return call(
                caller,
                "POST",
                "/merge",
                Map.of("pool", "customers", "sourceUserId", source, "destinationUserId", destination));
    }

    private static ValidatableResponse unlink(String caller, String id, String userId) {
        return call(caller, "POST", "/" + id + "/unlink", Map.of("userId", userId));
    }

    private static ValidatableResponse status(String caller, String id, String status) {
        return setStatus(caller, id, Map.of("status", status, "reason", "because"));
    }

    private static ValidatableResponse setStatus(String caller, String id, @Nullable Map<String, String> body) {
        return call(caller, "PUT", "/" + id + "/status", body);
    }

    private static ValidatableResponse issue(String userId) {
        return as("shop").body(Map.of("userId", userId)).post("/v1/tokens").then();
    }

    private static String identityOf(String userId) {
        return issue(userId).statusCode(200).extract().path("identityId");
    }

    /// All pages, one after the other.
    private static List<String> pages(String caller, int limit, String filter) {
        return pages(caller, limit, filter, Integer.MAX_VALUE);
    }

    private static List<String> pages(String caller, int limit, String filter, int pagesMax) {
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
    private static Map<String, String> answered(ValidatableResponse answer, String id) {
        Map<String, String> said = new HashMap<>();
        said.put("status", String.valueOf(answer.extract().statusCode()));
        answer.extract().headers().forEach(header -> said.put(header.getName(), header.getValue()));
        String requestId = String.valueOf(said.remove("X-Request-Id"));
        said.remove("content-length");
        said.put("body", answer.extract().asString().replace(requestId, "").replace(id.replace(":", "%3A"), ""));
        return said;
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status).contentType("application/problem+json").body("code", equalTo(code));
    }

    private URI emulator(String path) {
        return URI.create("http://127.0.0.1:" + emulatorPort + path);
    }

    private void fault(String kind, String operation) {
        given().contentType(ContentType.JSON)
                .body(Map.of("faults", List.of(Map.of("kind", kind, "operation", operation))))
                .put(emulator("/_emulator/faults"))
                .then()
                .statusCode(lessThan(300));
    }

    private List<String> usersAtCognito(String id) {
        return cognito.lookupDeveloperIdentity(request ->
                        request.identityPoolId(BrokerSettings.CUSTOMERS_ID).identityId(id))
                .developerUserIdentifierList();
    }

    private long count(String sql, String value) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            ResultSet rows = query.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql, String value) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
