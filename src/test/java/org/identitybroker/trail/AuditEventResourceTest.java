package org.identitybroker.trail;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `GET /v1/audit-events` over HTTP.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class AuditEventResourceTest {
    private final String user = "shop:user-" + UUID.randomUUID();
    private String identity = "";

    @BeforeEach
    void signIn() {
        identity = issue("shop", user).statusCode(200).extract().path("identityId");
    }

    @Test
    void eventsAreAnsweredNewestFirstWithAllThatIsKnown() {
        events("auditor", Map.of("userId", user))
                .body("items", hasSize(2))
                .body("nextCursor", nullValue())
                .body("items.type", equalTo(List.of("token.issued", "identity.created")))
                .body("items[0].outcome", equalTo("success"))
                .body("items[0].caller", equalTo("shop"))
                .body("items[0].pool", equalTo("customers"))
                .body("items[0].userId", equalTo(user))
                .body("items[0].identityId", equalTo(identity))
                .body("items[0].tokenSha256", matchesPattern("[0-9a-f]{64}"))
                .body("items[0].tokenExpiresAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                .body("items[0].occurredAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                .body("items[0].reused", equalTo(false))
                .body("items[0].tagKeys", equalTo(List.of()))
                .body("items[0].clientAddress", equalTo("127.0.0.1"))
                .body("items[0].requestId", matchesPattern("[A-Za-z0-9._-]{1,64}"))
                .body("items[0].containsKey('problemCode')", equalTo(false))
                .header("Cache-Control", equalTo("no-store"));
    }

    @Test
    void everyFilterNarrowsTheAnswer() {
        issue("shopdesk", user).statusCode(200);
        given().auth()
                .oauth2(CallerTokens.of("admin"))
                .contentType(ContentType.JSON)
                .body(Map.of("status", "disabled"))
                .put("/v1/identities/" + identity + "/status")
                .then()
                .statusCode(200);
        issue("shop", user).statusCode(403);

        assertThat(types(Map.of("userId", user)))
                .containsExactly(
                        "token.refused", "identity.disabled", "token.issued", "token.issued", "identity.created");
        assertThat(types(Map.of("identityId", identity)))
                .contains("identity.disabled", "token.issued", "identity.created");
        assertThat(types(Map.of("userId", user, "caller", "shopdesk"))).containsExactly("token.issued");
        assertThat(types(Map.of("userId", user, "type", "token.refused"))).containsExactly("token.refused");
        assertThat(types(Map.of("userId", user, "type", "token.issued"))).hasSize(2);
        assertThat(types(Map.of("userId", user, "pool", "customers"))).hasSize(5);
        assertThat(types(Map.of("userId", user, "pool", "staff"))).isEmpty();
        assertThat(types(Map.of("userId", user, "identityId", identity, "caller", "admin")))
                .containsExactly("identity.disabled");
    }

    @Test
    void timesLimitTheAnswer() {
        String at = events("auditor", Map.of("userId", user)).extract().path("items[0].occurredAt");
        OffsetDateTime second = OffsetDateTime.parse(at);

        assertThat(types(Map.of("userId", user, "from", second.minusSeconds(2).toString())))
                .hasSize(2);
        assertThat(types(Map.of("userId", user, "to", second.plusSeconds(2).toString())))
                .hasSize(2);
        assertThat(types(Map.of("userId", user, "from", second.plusSeconds(2).toString())))
                .isEmpty();
        assertThat(types(Map.of("userId", user, "to", second.minusSeconds(2).toString())))
                .isEmpty();
        assertThat(types(Map.of("userId", user, "from", "2020-01-01T00:00:00+02:00")))
                .hasSize(2);
    }

    @Test
    void aMergedIdentityIsFoundByBothIds() {
        String other = "shop:other-" + UUID.randomUUID();
        String survivor = issue("shop", other).extract().path("identityId");
        given().auth()
                .oauth2(CallerTokens.of("admin"))
                .contentType(ContentType.JSON)
                .body(Map.of("sourceUserId", user, "destinationUserId", other))
                .post("/v1/identities/merge")
                .then()
                .statusCode(200);

        assertThat(types(Map.of("identityId", identity))).contains("identity.merged", "identity.created");
        assertThat(types(Map.of("identityId", survivor))).contains("identity.merged", "identity.created");
    }

    @Test
    void pagesMeetEveryEventOnce() {
        for (int i = 0; i < 5; i++) {
            issue("shop", user).statusCode(200);
        }
        List<String> whole = events("auditor", Map.of("userId", user)).extract().path("items.id");

        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            Map<String, String> query = new HashMap<>(Map.of("userId", user, "limit", "2"));
            if (cursor != null) {
                query.put("cursor", cursor);
            }
            ValidatableResponse page = events("auditor", query);
            paged.addAll(page.extract().path("items.id"));
            cursor = page.extract().path("nextCursor");
        } while (cursor != null);

        assertThat(whole).hasSize(7);
        assertThat(paged).isEqualTo(whole);
    }

    @Test
    void othersPoolsAndUsersAreNotSeen() {
        issue("staffdesk", "hr:" + user).statusCode(200);

        assertThat(types(Map.of("userId", "hr:" + user))).hasSize(2);
        events("shopauditor", Map.of("identityId", identity)).body("items", hasSize(2));
        given().auth()
                .oauth2(CallerTokens.of("shopauditor"))
                .queryParam("userId", "hr:" + user)
                .get("/v1/audit-events")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        given().auth()
                .oauth2(CallerTokens.of("shopauditor"))
                .queryParam("pool", "staff")
                .get("/v1/audit-events")
                .then()
                .statusCode(403);
        events("shopauditor", Map.of("limit", "200")).body("items.userId", not(hasItem("hr:" + user)));
        String unprefixed = "user-" + UUID.randomUUID();
        String hidden = issue("shop", unprefixed).extract().path("identityId");
        events("shopauditor", Map.of("identityId", hidden)).body("items", hasSize(0));
    }

    @Test
    void aCallersOwnEarlyRefusalsAreItsToSee() {
        given().auth()
                .oauth2(CallerTokens.of("auditor"))
                .contentType(ContentType.JSON)
                .header("X-Request-Id", "early-" + user.substring(5))
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .statusCode(403);

        events("auditor", Map.of("caller", "auditor", "limit", "200"))
                .body("items.requestId", hasItem("early-" + user.substring(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "type, token.stolen",
        "from, yesterday",
        "to, +999999999-01-01T00:00:00Z",
        "limit, 0",
        "limit, 201",
        "limit, ten",
        "cursor, abc",
        "cursor, MTc5NTI1NTIwMDAwMDAwMC8wMTlhYTVmMg",
        "caller, Nobody",
        "userId, ''",
        "identityId, ''",
        "nonsense, 1"
    })
    void whatIsWrongIsNamed(String parameter, String value) {
        given().auth()
                .oauth2(CallerTokens.of("auditor"))
                .queryParam(parameter, value)
                .get("/v1/audit-events")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("errors.field", equalTo(List.of(parameter)));
    }

    @ParameterizedTest
    @CsvSource({"userId, %00", "identityId, %00", "pool, %00", "userId, %C3%28"})
    void whatNoDatabaseTakesIsRefusedBefore(String parameter, String encoded) {
        int status = given().auth()
                .oauth2(CallerTokens.of("auditor"))
                .urlEncodingEnabled(false)
                .get("/v1/audit-events?" + parameter + "=" + encoded)
                .statusCode();

        assertThat(status).isIn(400, 403);
    }

    private List<String> types(Map<String, String> query) {
        return events("auditor", query).extract().path("items.type");
    }

    private static ValidatableResponse events(String caller, Map<String, String> query) {
        return given().auth()
                .oauth2(CallerTokens.of(caller))
                .queryParams(query)
                .get("/v1/audit-events")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse issue(String caller, String userId) {
        return given().auth()
                .oauth2(CallerTokens.of(caller))
                .contentType(ContentType.JSON)
                .body(Map.of("userId", userId))
                .post("/v1/tokens")
                .then();
    }
}
