package org.identitybroker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.identitybroker.caller.Permission;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Permission by endpoint: who gets an answer, 403 and 401. In the pool `agents`; what the endpoints then do, other
/// tests show.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class PermissionTest {
    private static final Set<Permission> ANY = Set.of(Permission.values());
    private static final String JSON = "application/json";

    /// An endpoint and whom it admits. `ID` in the path stands for an identity, `USER` for its user.
    ///
    /// @param status of the answer to a caller with the permission
    /// @param foreignStatus of the answer to a caller with all permissions, but not for the identity's pool
    record Endpoint(
            String method,
            String path,
            String contentType,
            String body,
            Set<Permission> permitted,
            int status,
            int foreignStatus) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Endpoint> endpoints() {
        String user = "{\"pool\":\"agents\",\"userId\":\"USER\"}";
        Set<Permission> reads = Set.of(Permission.IDENTITY_READ);
        Set<Permission> writes = Set.of(Permission.IDENTITY_WRITE);
        Set<Permission> either = Set.of(Permission.IDENTITY_READ, Permission.IDENTITY_WRITE);
        return Stream.of(
                new Endpoint("POST", "/v1/tokens", JSON, user, Set.of(Permission.TOKEN_ISSUE), 200, 403),
                new Endpoint("POST", "/v1/credentials", JSON, user, Set.of(Permission.CREDENTIALS_ISSUE), 200, 403),
                new Endpoint(
                        "GET", "/v1/container-credentials", JSON, "", Set.of(Permission.CREDENTIALS_ISSUE), 200, 403),
                new Endpoint("GET", "/v1/identities?pool=agents&limit=1", JSON, "", reads, 200, 403),
                new Endpoint("GET", "/v1/identities?pool=agents&userId=USER", JSON, "", reads, 200, 403),
                new Endpoint("GET", "/v1/identities/ID", JSON, "", reads, 200, 404),
                new Endpoint(
                        "POST",
                        "/v1/identities/merge",
                        JSON,
                        "{\"pool\":\"agents\",\"sourceUserId\":\"USER\",\"destinationUserId\":\"OTHER\"}",
                        writes,
                        200,
                        403),
                new Endpoint("POST", "/v1/identities/ID/unlink", JSON, "{\"userId\":\"USER\"}", writes, 204, 404),
                new Endpoint("PUT", "/v1/identities/ID/status", JSON, "{\"status\":\"enabled\"}", writes, 200, 404),
                new Endpoint("DELETE", "/v1/identities/ID", JSON, "", writes, 204, 204),
                new Endpoint(
                        "GET",
                        "/v1/audit-events?pool=agents&limit=1",
                        JSON,
                        "",
                        Set.of(Permission.AUDIT_READ),
                        200,
                        403),
                new Endpoint("GET", "/v1/pools", JSON, "", ANY, 200, 200),
                new Endpoint("GET", "/v1/pools/agents/diagnosis", JSON, "", Set.of(Permission.POOL_DIAGNOSE), 200, 403),
                new Endpoint(
                        "POST",
                        "/v1/pools/agents/imports",
                        "application/x-ndjson",
                        "{\"userId\":\"USER\"}\n",
                        writes,
                        200,
                        403),
                new Endpoint("GET", "/v1/pools/agents/imports", JSON, "", either, 200, 403),
                new Endpoint("GET", "/v1/pools/agents/imports/UUID", JSON, "", either, 404, 403));
    }

    private final String user = "user-" + UUID.randomUUID();
    private final String other = "other-" + UUID.randomUUID();

    @ParameterizedTest
    @MethodSource("endpoints")
    void aPermissionOpensItsEndpointsAndNoOther(Endpoint endpoint) {
        String id = identityOf(user);
        identityOf(other);
        List<String> admitted = new ArrayList<>();
        for (Permission permission : Permission.values()) {
            Response answer = call(endpoint, id, CallerTokens.of(BrokerSettings.only(permission)));
            if (answer.statusCode() == endpoint.status()) {
                admitted.add(permission.text());
            } else {
                assertProblem(answer, 403, "forbidden");
            }
        }
        assertThat(admitted)
                .containsExactlyInAnyOrderElementsOf(
                        endpoint.permitted().stream().map(Permission::text).toList());
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void withoutAGoodTokenNothingIsOpen(Endpoint endpoint) {
        String id = identityOf(user);
        String good = CallerTokens.of(BrokerSettings.only(Permission.IDENTITY_WRITE));
        for (String bad : List.of("nonsense", good + "x", good.substring(0, good.lastIndexOf('.') + 1))) {
            assertProblem(call(endpoint, id, bad), 401, "unauthenticated");
        }
        assertProblem(send(given(), endpoint, id), 401, "unauthenticated");
        assertProblem(call(endpoint, id, CallerTokens.of("nobody")), 403, "forbidden");
    }

    /// With every permission, but for another pool: an identity that exists answers as one that does not.
    @ParameterizedTest
    @MethodSource("endpoints")
    void aForeignPoolIsAnsweredAsOneThatDoesNotExist(Endpoint endpoint) {
        String caller = CallerTokens.of("all-elsewhere");
        String id = identityOf(user);
        String unknown = "eu-west-1:" + UUID.randomUUID();

        Response existing = call(endpoint, id, caller);
        Response missing = call(
                new Endpoint(
                        endpoint.method(),
                        endpoint.path().replace("agents", "nowhere"),
                        endpoint.contentType(),
                        endpoint.body().replace("agents", "nowhere").replace("USER", "nobody"),
                        endpoint.permitted(),
                        endpoint.status(),
                        endpoint.foreignStatus()),
                unknown,
                caller);

        assertThat(existing.statusCode()).isEqualTo(endpoint.foreignStatus());
        assertThat(withoutIds(existing, id)).isEqualTo(withoutIds(missing, unknown));
        assertThat(identityOf(user)).isEqualTo(id);
    }

    /// A new endpoint needs a row.
    @Test
    void everyEndpointHasItsRow() {
        Set<String> described = new TreeSet<>();
        Map<String, Map<String, Object>> paths = RestAssured.get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        paths.forEach((path, operations) ->
                operations.keySet().forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        described.removeIf(operation -> !operation.contains(" /v1/"));

        Set<String> rows = new TreeSet<>();
        endpoints()
                .forEach(endpoint -> rows.add(endpoint.method() + " "
                        + endpoint.path()
                                .replaceFirst("\\?.*", "")
                                .replace("/ID", "/{identityId}")
                                .replace("/UUID", "/{importId}")
                                .replace("/agents", "/{pool}")));
        assertThat(rows).isEqualTo(described);
    }

    private String identityOf(String userId) {
        return given().auth()
                .oauth2(CallerTokens.of(BrokerSettings.only(Permission.TOKEN_ISSUE)))
                .contentType(JSON)
                .body(Map.of("userId", userId))
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("identityId");
    }

    private Response call(Endpoint endpoint, String id, String token) {
        return send(given().auth().oauth2(token), endpoint, id);
    }

    private Response send(RequestSpecification request, Endpoint endpoint, String id) {
        if (!endpoint.body().isEmpty()) {
            request.contentType(endpoint.contentType())
                    .body(filled(endpoint.body(), id).getBytes());
        }
        return request.urlEncodingEnabled(false).request(endpoint.method(), filled(endpoint.path(), id));
    }

    private String filled(String template, String id) {
        return template.replace("UUID", "00000000-0000-0000-0000-000000000000")
                .replace("USER", user)
                .replace("OTHER", other)
                .replace("/ID", "/" + id);
    }

    private static String withoutIds(Response answer, String id) {
        return answer.asString()
                .replace(id, "ID")
                .replace("nowhere", "agents")
                .replaceAll("\"requestId\":\"[^\"]*\"|Request [0-9a-f-]+", "");
    }

    private static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(Stream.of("code", "Code").map(answer.jsonPath()::getString).filter(Objects::nonNull))
                .containsExactly(code);
    }
}
