package org.identitybroker.packaged;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.PublicUser;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.provider.PublicProvider;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.packaged.SpanCollector.Span;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FaultyLink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every kind of exchange, with a log that says all it can: everything is at DEBUG. Whatever secret or user id went in
/// or came out is then looked for in every line, in every exported span, and among the metrics.
class NoSecretsInLogsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String AWS_SECRET = "aws-secret-" + UUID.randomUUID();
    private static final String DATABASE_PASSWORD = "database-password-" + UUID.randomUUID();

    private static EmbeddedPostgres postgres;
    private static CognitoEmulator cognito;
    private static FaultyLink link;
    private static SpanCollector collector;
    private static PackagedBroker broker;

    /// By what they are.
    private final Map<String, String> secrets = new LinkedHashMap<>();

    private int requests;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(
                        PoolSettings.forDeveloper(BrokerSettings.CUSTOMERS_ID, BrokerSettings.PROVIDER)
                                .withGuests(true)
                                .withPublicLogins(
                                        PublicLogins.none().withSupported(PublicUser.GOOGLE, PublicUser.GOOGLE_CLIENT)),
                        PoolSettings.forDeveloper(BrokerSettings.AGENTS_ID, BrokerSettings.PROVIDER),
                        PoolSettings.forDeveloper(BrokerSettings.MEMBERS_ID, BrokerSettings.PROVIDER))
                .publicProviders(PublicProvider.of(PublicUser.GOOGLE, PublicUser.jwks()))
                .accessKeys(Map.of("test", "test", "AKIDLOGS", AWS_SECRET))
                .build());
        link = new FaultyLink(cognito.endpoint().getPort());
        collector = new SpanCollector();
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.put("quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"));
        settings.put("quarkus.datasource.username", "postgres");
        settings.put("quarkus.datasource.password", DATABASE_PASSWORD);
        settings.put("broker.cognito.endpoint", "http://127.0.0.1:" + link.port());
        settings.put("broker.cognito.allow-endpoint-override", "true");
        settings.put("broker.cognito.attempt-timeout", "PT0.5S");
        settings.put("AWS_ACCESS_KEY_ID", "AKIDLOGS");
        settings.put("AWS_SECRET_ACCESS_KEY", AWS_SECRET);
        // Above anything that is asked here, for the sake of its metrics.
        settings.put("broker.pools.customers.requests-per-second", "1000");
        settings.put("broker.callers.batch.permissions", "credentials:issue,pool:diagnose");
        settings.put("otel.exporter.otlp.endpoint", collector.endpoint().toString());
        settings.put("otel.bsp.schedule.delay", "100");
        settings.put("quarkus.log.level", "DEBUG");
        settings.put("quarkus.log.console.level", "DEBUG");
        broker = PackagedBroker.launch(settings).untilReady();
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
        collector.close();
        link.close();
        cognito.close();
        postgres.close();
    }

    @Test
    void noLineHasASecretOrAUser() throws Exception {
        secrets.put("the broker's AWS secret", AWS_SECRET);
        secrets.put("the database's password", DATABASE_PASSWORD);
        tokens();
        refusals();
        faultsOfCognito();
        credentials();
        diagnosis();
        identities();
        imports();
        badTokens();
        faultsOfTheDatabase();

        String log = broker.output();
        assertThat(log.lines().filter(line -> line.contains("\"level\":\"DEBUG\"")))
                .as("the log is at DEBUG")
                .hasSizeGreaterThan(100);
        assertThat(log.lines().filter(line -> line.contains("\"loggerName\":\"request\"")))
                .as("every exchange is in it")
                .hasSizeGreaterThanOrEqualTo(requests);
        await().until(() -> exchangesTraced() >= requests);
        String metrics = broker.management("/q/metrics").body();
        secrets.forEach((what, secret) -> {
            assertThat(log.lines().filter(line -> line.contains(secret) || line.contains(encoded(secret))))
                    .as("lines with %s", what)
                    .isEmpty();
            assertThat(collector.received())
                    .as("spans with %s", what)
                    .doesNotContain(secret)
                    .doesNotContain(encoded(secret));
            assertThat(metrics).as("metrics with %s", what).doesNotContain(secret);
        });
        assertThat(metrics).doesNotContain("eu-west-1:");
        assertThat(new ObservedNames(metrics).unknown())
                .as("what the dashboard and the alerts ask for, and the broker does not tell")
                .isEmpty();
    }

    private static long exchangesTraced() {
        return collector.spans().stream()
                .filter(span -> span.attributes().containsKey("http.request.method"))
                .count();
    }

    @Test
    void aTraceGoesFromTheCallerToCognitoAndPostgres() throws Exception {
        StringBuffer asked = new StringBuffer();
        link.watch(bytes -> asked.append(new String(bytes, ISO_8859_1)));
        String requestId = "traced-" + UUID.randomUUID();

        answered(
                200,
                broker.issue(
                        jwt("shop"),
                        json(Map.of("userId", user("traced"))),
                        "X-Request-Id",
                        requestId,
                        "traceparent",
                        "00-" + TRACE + "-b7ad6b7169203331-01",
                        "tracestate",
                        "congo=t61rcWkgMzE"));

        await().untilAsserted(() -> assertThat(collector.of(TRACE))
                .extracting(Span::name)
                .containsExactlyInAnyOrder(
                        "POST /v1/tokens",
                        "Postgres read mapping",
                        "CognitoIdentity/GetOpenIdTokenForDeveloperIdentity",
                        "Postgres commit mapping and events"));
        Span exchange = named("POST /v1/tokens");
        assertThat(exchange.parentId()).isEqualTo("b7ad6b7169203331");
        assertThat(exchange.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "http.request.method", "POST",
                        "http.route", "/v1/tokens",
                        "http.response.status_code", "200"));
        assertThat(collector.of(TRACE))
                .filteredOn(span -> !span.equals(exchange))
                .extracting(Span::parentId)
                .containsOnly(exchange.id());
        String cognitos =
                named("CognitoIdentity/GetOpenIdTokenForDeveloperIdentity").id();
        assertThat(asked.toString())
                .containsIgnoringCase("traceparent: 00-" + TRACE + "-" + cognitos + "-01")
                .containsIgnoringCase("tracestate: congo=t61rcWkgMzE");
        assertThat(traceIdsLogged(requestId)).containsOnly(TRACE);
    }

    @Test
    void anUglyTraceParentIsIgnored() throws Exception {
        for (String ugly : List.of("x", "00-" + "0".repeat(32) + "-b7ad6b7169203331-01", "00-".repeat(300))) {
            String requestId = "ugly-" + UUID.randomUUID();
            answered(
                    200,
                    broker.issue(
                            jwt("shop"),
                            json(Map.of("userId", user("of an ugly trace"))),
                            "X-Request-Id",
                            requestId,
                            "traceparent",
                            ugly));

            String traceId = traceIdsLogged(requestId).iterator().next();
            assertThat(traceIdsLogged(requestId)).containsOnly(traceId);
            await().untilAsserted(() -> assertThat(collector.of(traceId))
                    .filteredOn(span -> span.name().equals("POST /v1/tokens"))
                    .extracting(Span::parentId)
                    .containsOnly(""));
        }
    }

    private static Span named(String name) {
        return collector.of(TRACE).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Of every line of this exchange, once its last one is there; empty text for a line that has none.
    private static Set<String> traceIdsLogged(String requestId) {
        return await()
                .until(
                        () -> broker.output()
                                .lines()
                                .filter(line -> line.contains("\"" + requestId + "\""))
                                .map(NoSecretsInLogsIT::read)
                                .toList(),
                        lines -> lines.stream()
                                .anyMatch(
                                        line -> line.path("loggerName").asText().equals("request")))
                .stream()
                .map(line -> line.path("mdc").path("traceId").asText())
                .collect(Collectors.toSet());
    }

    private void tokens() {
        String user = user("new");
        JsonNode first = answered(200, issue("shop", Map.of("userId", user)));
        answered(200, issue("shop", Map.of("userId", user)));
        answered(200, issue("shop", Map.of("userId", user, "principalTags", Map.of("tier", secret("tag value")))));
        String google = secret("google subject");
        answered(200, issue("shop", Map.of("userId", user, "logins", Map.of(PublicUser.GOOGLE, proof(google)))));
        answered(200, issue("club", Map.of("userId", user("pseudonymous"))));
        answered(
                200,
                issue(
                        "shop",
                        Map.of(
                                "userId",
                                user,
                                "identityId",
                                first.path("identityId").asText())));
        String unknown = "eu-west-1:" + UUID.randomUUID();
        answered(422, issue("shop", Map.of("userId", user("guest"), "identityId", unknown)));
        answered(
                422,
                issue(
                        "shop",
                        Map.of(
                                "userId",
                                user("with bad proof"),
                                "logins",
                                Map.of(PublicUser.GOOGLE, proof(google) + "x"))));
    }

    private void refusals() {
        String user = user("refused");
        answered(403, issue("reader", Map.of("userId", user)));
        answered(403, issue("shop", Map.of("userId", user, "pool", "staff")));
        answered(403, issue("staffdesk", Map.of("userId", user)));
        answered(403, issue("nobody", Map.of("userId", user)));
        answered(403, issue("shop", Map.of("userId", user, "principalTags", Map.of("department", "x"))));
        answered(400, issue("shop", Map.of("userId", user + "\u0000")));
        answered(400, issue("shop", Map.of("userId", user, "tokenDurationSeconds", 0)));
        answered(400, send("shop", "POST", "/v1/tokens", "{\"userId\":\"" + user + "\",}"));
        answered(400, send("shop", "POST", "/v1/tokens", "{\"userId\":{\"" + user + "\":\"" + user + "\"}}"));
        answered(400, send("shop", "POST", "/v1/tokens", "{\"" + user + "\":1}"));
        answered(400, send("shop", "POST", "/v1/tokens", "[\"" + user + "\"]"));
        answered(400, send("reader", "GET", "/v1/identities?pool=customers&userId=" + user + "&userId=" + user, ""));
    }

    private void faultsOfCognito() {
        for (FaultKind kind : FaultKind.values()) {
            cognito.faults()
                    .inject(kind == FaultKind.DELAY ? slow() : Fault.of(kind).times(3));
            send("shop", "POST", "/v1/tokens", json(Map.of("userId", user(kind.label()))));
            cognito.faults().clear();
        }
        answered(200, issue("shop", Map.of("userId", user("after the faults"))));
    }

    private static Fault slow() {
        return Fault.of(FaultKind.DELAY)
                .after(Duration.ofSeconds(2), Duration.ofSeconds(2))
                .times(3);
    }

    private void credentials() {
        String user = user("redeemed");
        JsonNode answer =
                answered(200, send("batch", "POST", "/v1/credentials", json(Map.of("userId", "user-" + user))));
        assertThat(answer.path("secretAccessKey").asText()).isNotEmpty();
        cognito.faults().inject(Fault.of(FaultKind.ROLES_MISCONFIGURED).times(4));
        send("batch", "POST", "/v1/credentials", json(Map.of("userId", "user-" + user)));
        cognito.faults().clear();
    }

    /// Of a pool with users; it speaks to STS and IAM, too.
    private void diagnosis() {
        String answer = answered(200, send("batch", "GET", "/v1/pools/agents/diagnosis", ""))
                .toString();
        assertThat(answer).contains("have the same users at Cognito as here").doesNotContain("AKIDLOGS");
        secrets.forEach((what, secret) -> assertThat(answer).as(what).doesNotContain(secret));
    }

    private void identities() {
        String one = user("one");
        String two = user("two");
        String id = answered(200, issue("shop", Map.of("userId", one)))
                .path("identityId")
                .asText();
        answered(200, issue("shop", Map.of("userId", two)));
        answered(200, send("reader", "GET", "/v1/identities?pool=customers&limit=2", ""));
        answered(200, send("reader", "GET", "/v1/identities?pool=customers&userId=" + one, ""));
        answered(200, send("reader", "GET", "/v1/identities/" + id, ""));
        String merge = json(Map.of("pool", "customers", "sourceUserId", two, "destinationUserId", one));
        answered(200, send("admin", "POST", "/v1/identities/merge", merge));
        answered(
                404,
                send(
                        "admin",
                        "POST",
                        "/v1/identities/merge",
                        json(Map.of("pool", "customers", "sourceUserId", user("unknown"), "destinationUserId", one))));
        answered(
                200,
                send(
                        "admin",
                        "PUT",
                        "/v1/identities/" + id + "/status",
                        json(Map.of("status", "disabled", "reason", "because of " + one))));
        answered(403, issue("shop", Map.of("userId", one)));
        answered(200, send("admin", "PUT", "/v1/identities/" + id + "/status", "{\"status\":\"enabled\"}"));
        answered(204, send("admin", "POST", "/v1/identities/" + id + "/unlink", json(Map.of("userId", two))));
        answered(204, send("admin", "DELETE", "/v1/identities/" + id, ""));
    }

    private void imports() {
        String lines = json(Map.of("userId", user("imported"), "identityId", "eu-west-1:" + UUID.randomUUID())) + "\n"
                + json(Map.of("userId", user("unknown to Cognito"))) + "\n"
                + "{\"userId\":\"" + user("of a broken line") + "\n"
                + json(Map.of("userId", user("of a line with more"), "more", secret("more"))) + "\n";
        answered(
                200,
                count(broker.importLater("customers", jwt("admin"), new ByteArrayInputStream(lines.getBytes(UTF_8)))
                        .join()));
    }

    private void badTokens() {
        String good = jwt("shop");
        for (String bad : List.of(
                good + "x",
                good.substring(0, good.lastIndexOf('.') + 1),
                good.replaceFirst("\\.", "." + "e"),
                "not-a-jwt-" + secret("token"),
                CallerTokens.signText(
                        "{\"iss\":\"" + CallerTokens.ISSUER + "\",\"sub\":\"" + secret("subject") + "\"}"))) {
            secrets.put("bad token " + secrets.size(), bad);
            answered(401, count(call(bad, "POST", "/v1/tokens", json(Map.of("userId", user("of nobody"))))));
        }
    }

    /// What the server says of a row that it does not take has the row in it.
    private void faultsOfTheDatabase() throws SQLException {
        String forbidden = user("of a forbidden row");
        change("ALTER TABLE developer_login ADD CONSTRAINT not_this CHECK (user_id <> '" + forbidden + "')");
        assertThat(issue("shop", Map.of("userId", forbidden)).statusCode()).isGreaterThanOrEqualTo(500);
        change("ALTER TABLE developer_login DROP CONSTRAINT not_this");
        change("ALTER TABLE developer_login RENAME TO moved");
        assertThat(issue("shop", Map.of("userId", user("of a lost table"))).statusCode())
                .isGreaterThanOrEqualTo(500);
        assertThat(send("reader", "GET", "/v1/identities?pool=customers&userId=" + forbidden, "")
                        .statusCode())
                .isGreaterThanOrEqualTo(500);
        change("ALTER TABLE moved RENAME TO developer_login");
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String user(String what) {
        return secret("user " + what);
    }

    private String secret(String what) {
        String secret = "s-" + UUID.randomUUID();
        secrets.put(what, secret);
        return secret;
    }

    private String proof(String subject) {
        String proof = PublicUser.google(subject).token();
        secrets.put("proof " + secrets.size(), proof);
        return proof;
    }

    private String jwt(String caller) {
        String jwt = CallerTokens.of(caller);
        secrets.put("token of " + caller + " " + secrets.size(), jwt);
        return jwt;
    }

    private HttpResponse<String> issue(String caller, Map<String, ?> body) {
        return send(caller, "POST", "/v1/tokens", json(body));
    }

    private HttpResponse<String> send(String caller, String method, String path, String body) {
        return count(call(jwt(caller), method, path, body));
    }

    private HttpResponse<String> count(HttpResponse<String> answer) {
        requests++;
        return answer;
    }

    private static HttpResponse<String> call(String jwt, String method, String path, String body) {
        try {
            return broker.call(method, path, jwt, body);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Keeps what is secret in the answer.
    private JsonNode answered(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = read(answer.body());
        for (String member : List.of("token", "secretAccessKey", "sessionToken")) {
            if (body.has(member)) {
                secrets.put(member + " " + secrets.size(), body.path(member).asText());
            }
        }
        return body;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String json(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String encoded(String secret) {
        return URLEncoder.encode(secret, UTF_8);
    }
}
