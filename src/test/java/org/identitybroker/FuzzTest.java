package org.identitybroker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Requests that nobody thought of, while Cognito and Postgres are well: none may be answered with 5xx, and every
/// refusal is a problem. Each test lasts `-Dfuzz.seconds` seconds or longer; `-Dfuzz.seed=N` repeats another run's
/// requests.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
@Tag("fuzz")
class FuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 1));

    /// On a machine that is slow just then, too: so many that each kind of answer is among them.
    private static final int REQUESTS_MIN = 200;

    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());

    /// How large the generated may become; jqwik's own default.
    private static final int SIZE = 1000;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AfterAll
    static void close() {
        HTTP.close();
    }

    @Test
    void noBodyIsTooMuch() throws Exception {
        Arbitrary<String> path = Arbitraries.frequency(
                Tuple.of(3, "/v1/tokens"),
                Tuple.of(1, "/v1/identities/merge"),
                Tuple.of(1, "/v1/identities/eu-west-1:00000000-0000-4000-8000-000000000000/unlink"));
        Map<Integer, Integer> answers = fuzz(
                Combinators.combine(path, bodies()).as(Tuple::of),
                request -> HttpRequest.newBuilder(at(request.get1()))
                        .header("Authorization", "Bearer " + CallerTokens.of("shopdesk"))
                        .header("Content-Type", "application/json")
                        .method("POST", BodyPublishers.ofByteArray(request.get2())));

        assertThat(answers).containsKeys(200, 400);
    }

    @Test
    void noImportIsTooMuch() throws Exception {
        Map<Integer, Integer> answers = fuzz(
                bodies(),
                body -> HttpRequest.newBuilder(at("/v1/pools/customers/imports"))
                        .header("Authorization", "Bearer " + CallerTokens.of("admin"))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofByteArray(body)));

        assertThat(answers).containsKey(200);
    }

    @Test
    void noTokenIsTooMuch() throws Exception {
        Map<Integer, Integer> answers = fuzz(
                tokens(),
                token -> HttpRequest.newBuilder(at("/v1/pools"))
                        .header("Authorization", "Bearer " + token)
                        .GET());

        assertThat(answers).containsKeys(200, 401);
    }

    @Test
    void noAddressIsTooMuch() throws Exception {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.of("v1", "identities", "pools", "tokens", "status", "..", "q", "dev"),
                text().map(FuzzTest::encoded),
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMaxSize(8)
                        .map(bytes -> HexFormat.of().formatHex(bytes).replaceAll("(..)", "%$1")));
        Arbitrary<String> query = Combinators.combine(
                        Arbitraries.of("pool", "userId", "limit", "cursor", "status", "verify", "x"),
                        Arbitraries.oneOf(part, Arbitraries.of("customers", "1", "-1", "enabled", "99999999999")))
                .as((name, value) -> name + "=" + value)
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("&", parts));
        Arbitrary<String> address = Combinators.combine(part.list().ofMaxSize(4), query)
                .as((parts, asked) -> "/v1/" + String.join("/", parts) + (asked.isEmpty() ? "" : "?" + asked));
        Map<Integer, Integer> answers = fuzz(
                address,
                path -> HttpRequest.newBuilder(at(path))
                        .header("Authorization", "Bearer " + CallerTokens.of("reader"))
                        .GET());

        assertThat(answers).containsKey(404);
    }

    private interface Shot<T> {
        HttpRequest.Builder of(T generated);
    }

    private <T> Map<Integer, Integer> fuzz(Arbitrary<T> generated, Shot<T> shot) throws Exception {
        Map<Integer, Integer> answers = new TreeMap<>();
        JqwikSession.run(() -> {
            RandomGenerator<T> generator = generated.generator(SIZE, true);
            Random random = new Random(SEED);
            long end = System.nanoTime() + TIME.toNanos();
            for (int sent = 0; sent < REQUESTS_MIN || System.nanoTime() < end; sent++) {
                HttpRequest request = shot.of(generator.next(random).value()).build();
                HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
                answers.merge(answer.statusCode(), 1, Integer::sum);
                check(request, answer);
            }
        });
        System.out.printf("fuzz.seed=%d: answers by status %s%n", SEED, answers);
        return answers;
    }

    private static void check(HttpRequest request, HttpResponse<String> answer) throws IOException {
        String what = "fuzz.seed=" + SEED + ": " + request.method() + " " + request.uri() + ": " + answer.body();
        assertThat(answer.statusCode()).as(what).isBetween(200, 499);
        if (answer.statusCode() >= 400) {
            assertThat(answer.headers().firstValue("Content-Type")).as(what).contains("application/problem+json");
            JsonNode problem = JSON.readTree(answer.body());
            assertThat(problem.path("status").asInt()).as(what).isEqualTo(answer.statusCode());
            assertThat(problem.path("code").asText()).as(what).matches("[a-z-]+");
            assertThat(problem.path("requestId").asText())
                    .as(what)
                    .isEqualTo(answer.headers().firstValue("X-Request-Id").orElse("none"));
        }
    }

    /// JSON that is nearly right, JSON that is not, and no JSON.
    private static Arbitrary<byte[]> bodies() {
        Arbitrary<String> json = objects();
        return Arbitraries.frequencyOf(
                Tuple.of(6, nearlyRight().map(text -> text.getBytes(UTF_8))),
                Tuple.of(6, json.map(text -> text.getBytes(UTF_8))),
                Tuple.of(
                        3,
                        Combinators.combine(json, Arbitraries.integers().between(0, 200), text())
                                .as((text, at, more) -> spliced(text, at, more).getBytes(UTF_8))),
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(200)));
    }

    /// Accepted, most of them, so that what lies behind the reading of bodies is met, too.
    private static Arbitrary<String> nearlyRight() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(
                        4,
                        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20)),
                Tuple.of(1, text()));
        return Combinators.combine(names, member().list().ofMaxSize(1))
                .as((name, more) ->
                        "{\"userId\":" + quoted("shop:" + name) + (more.isEmpty() ? "" : "," + more.getFirst()) + "}");
    }

    private static Arbitrary<String> objects() {
        return member().list().ofMaxSize(8).map(members -> "{" + String.join(",", members) + "}");
    }

    private static Arbitrary<String> member() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(
                                        9,
                                        Arbitraries.of(
                                                "userId",
                                                "pool",
                                                "tokenDurationSeconds",
                                                "identityId",
                                                "logins",
                                                "principalTags",
                                                "fresh",
                                                "sourceUserId",
                                                "destinationUserId",
                                                "status",
                                                "reason",
                                                "developerUserIdentifier")),
                                Tuple.of(1, text())),
                        values(3))
                .as((name, value) -> quoted(name) + ":" + value);
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> plain = Arbitraries.oneOf(
                text().map(FuzzTest::quoted),
                Arbitraries.of("customers", "shop:alice", "enabled", "eu-west-1:00000000-0000-4000-8000-000000000000")
                        .map(FuzzTest::quoted),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.bigDecimals().map(String::valueOf),
                Arbitraries.of("true", "false", "null", "0", "-0", "1e999", "NaN", "1E-400", "900"));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<String> inner = values(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(6, plain),
                Tuple.of(1, inner.list().ofMaxSize(4).map(items -> "[" + String.join(",", items) + "]")),
                Tuple.of(
                        2,
                        Combinators.combine(text(), inner)
                                .as((name, value) -> "{" + quoted(name) + ":" + value + "}")));
    }

    /// Tokens with a good signature over nonsense, with a wrong one over what is right, and nonsense.
    private static Arbitrary<String> tokens() {
        Arbitrary<String> claims = Combinators.combine(
                        Arbitraries.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cty"), values(2))
                .as((name, value) -> quoted(name) + ":" + value)
                .list()
                .ofMaxSize(6)
                .map(members -> "{\"iss\":" + quoted(CallerTokens.ISSUER) + ",\"aud\":" + quoted(CallerTokens.AUDIENCE)
                        + ",\"sub\":\"reader\",\"exp\":4102444800"
                        + (members.isEmpty() ? "" : "," + String.join(",", members)) + "}");
        Arbitrary<String> headers = Combinators.combine(
                        Arbitraries.of(
                                "alg", "kid", "typ", "cty", "crit", "jku", "jwk", "x5u", "x5c", "zip", "enc", "b64"),
                        values(1))
                .as((name, value) -> "{\"alg\":\"RS256\"," + quoted(name) + ":" + value + "}");
        Arbitrary<String> signed = claims.map(CallerTokens::signText);
        Arbitrary<String> tampered = Combinators.combine(headers, claims, text())
                .as((header, payload, signature) -> base64(header) + "." + base64(payload) + "." + base64(signature));
        Arbitrary<String> spliced = Combinators.combine(
                        signed,
                        Arbitraries.integers().between(0, 900),
                        Arbitraries.strings().withChars("AZaz09-_.=+/").ofMaxLength(20))
                .as(FuzzTest::spliced);
        Arbitrary<String> stranger = text().map(kid -> CallerTokens.signByStranger(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(),
                new JWTClaimsSet.Builder().issuer(CallerTokens.ISSUER).build()));
        Arbitrary<String> nonsense =
                Arbitraries.strings().withCharRange('!', '~').ofMaxLength(300);
        return Arbitraries.oneOf(signed, tampered, spliced, stranger, nonsense);
    }

    private static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(20),
                Arbitraries.strings().ascii().ofMaxLength(40),
                Arbitraries.of(
                        "", "'", "\"", "\\", "%s", "\u0000", "\ud800", "\u2028", "../..", "${a}", "x".repeat(600)));
    }

    private static String spliced(String text, int at, String more) {
        int split = Math.min(at, text.length());
        return text.substring(0, split) + more + text.substring(Math.min(text.length(), split + more.length() / 2));
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (IOException _) {
            return "\"\"";
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static URI at(String path) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + path);
    }
}
