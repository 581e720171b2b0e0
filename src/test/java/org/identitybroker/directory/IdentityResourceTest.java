package org.identitybroker.directory;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `/v1/identities` lets its callers see over HTTP.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class IdentityResourceTest extends DirectoryScene {
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
}
