package org.identitybroker;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.LogLines;
import org.identitybroker.testing.RawExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Attacks on the running broker, and their answers. Three tables: bodies, requests byte for byte, and user ids; a
/// fourth,
/// of tokens, is TokenAttackTest. What single classes do with their own input is in their tests (ExactPathTest,
/// RequestIdTest); who may see which pool is in PermissionTest; how much at once is in OverloadTest.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class AttackTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The status of no answer: what the client sends cannot be told apart from its next request.
    private static final int HUNG_UP = 0;

    // --- Bodies ------------------------------------------------------------------------------------------------------

    static Stream<Arguments> bodies() {
        return Stream.of(
                json(400, "deep arrays", "[".repeat(200_000)),
                json(400, "deep objects", "{\"logins\":" + "{\"a\":".repeat(50_000)),
                json(400, "closed deep arrays", "{\"userId\":" + "[".repeat(5000) + "]".repeat(5000) + "}"),
                json(413, "half a megabyte and one byte", "{\"userId\":\"" + "a".repeat(512 * 1024) + "\"}"),
                json(400, "one long string", "{\"userId\":\"" + "a".repeat(500_000) + "\"}"),
                json(400, "a hundred thousand members", members(40_000)),
                json(400, "a thousand logins", "{\"userId\":\"a\",\"logins\":" + members(1000) + "}"),
                json(400, "duplicate member", "{\"userId\":\"alice\",\"userId\":\"bob\"}"),
                json(400, "duplicate in a map", "{\"userId\":\"a\",\"principalTags\":{\"tier\":\"1\",\"tier\":\"2\"}}"),
                json(400, "duplicate by escape", "{\"userId\":\"alice\",\"user\\u0049d\":\"bob\"}"),
                json(400, "member in other case", "{\"userid\":\"alice\"}"),
                json(400, "a number of 1,000 digits", duration("1" + "0".repeat(1000))),
                json(400, "a number of 39 digits", duration("9".repeat(39))),
                json(400, "1e1000000000", duration("1e1000000000")),
                json(400, "1e-1000000000", duration("1e-1000000000")),
                json(400, "NaN", duration("NaN")),
                json(400, "Infinity", duration("-Infinity")),
                json(400, "hexadecimal", duration("0x10")),
                json(400, "a fraction", duration("900.5")),
                json(400, "above long", duration("9223372036854775808")),
                json(400, "a number as user", "{\"userId\":1}"),
                json(400, "an object as user", "{\"userId\":{\"$ne\":null}}"),
                json(400, "an array as user", "{\"userId\":[\"alice\"]}"),
                json(400, "a type to instantiate", "{\"@class\":\"java.lang.ProcessBuilder\",\"userId\":\"a\"}"),
                json(400, "a polluted prototype", "{\"__proto__\":{\"fresh\":true},\"userId\":\"a\"}"),
                json(400, "comments", "{/**/\"userId\":\"alice\"}"),
                json(400, "single quotes", "{'userId':'alice'}"),
                json(400, "two documents", "{\"userId\":\"alice\"}{\"userId\":\"bob\"}"),
                json(400, "trailing comma", "{\"userId\":\"alice\",}"),
                json(400, "cut off", "{\"userId\":\"ali"),
                json(400, "empty", ""),
                json(400, "null", "null"),
                json(400, "a raw new line in a string", "{\"userId\":\"a\nb\"}"),
                json(400, "an escape sequence in the user", "{\"userId\":\"\\u001b[31malice\"}"),
                json(400, "NUL in the user", "{\"userId\":\"a\\u0000b\"}"),
                json(400, "half of a pair in the user", "{\"userId\":\"\\ud83d\"}"),
                json(400, "markup as member", "{\"<script>alert(1)</script>\":1,\"userId\":\"a\"}"),
                json(400, "line separators as member", "{\"a\\r\\nX-Evil: 1\\u2028\":1,\"userId\":\"a\"}"),
                bytes(400, "byte order mark", "application/json", "\uFEFF{\"userId\":\"alice\"}".getBytes(UTF_8)),
                bytes(400, "UTF-16", "application/json", "{\"userId\":\"alice\"}".getBytes(UTF_16)),
                bytes(
                        400,
                        "UTF-16, declared",
                        "application/json;charset=UTF-16",
                        "{\"userId\":\"alice\"}".getBytes(UTF_16)),
                bytes(400, "Latin-1", "application/json", "{\"userId\":\"\u00e4\"}".getBytes(ISO_8859_1)),
                bytes(400, "overlong UTF-8", "application/json", "{\"userId\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1)),
                bytes(
                        400,
                        "surrogate in UTF-8",
                        "application/json",
                        "{\"userId\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1)),
                bytes(
                        415,
                        "XML",
                        "application/xml",
                        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>".getBytes(UTF_8)),
                bytes(415, "text that is JSON", "text/plain", "{\"userId\":\"alice\"}".getBytes(UTF_8)),
                bytes(415, "YAML", "application/yaml", "!!javax.script.ScriptEngineManager []".getBytes(UTF_8)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("bodies")
    void aBadBodyIsRefused(int status, String name, String contentType, byte[] body) {
        assertProblem(issue(CallerTokens.of("shop"), body, contentType), status);
    }

    /// A hundred megabytes in a hundred kilobytes. Nothing is unfolded: it is refused before a byte of it is read.
    @ParameterizedTest
    @MethodSource("encodings")
    void aCompressedBodyIsRefusedUnread(String encoding) {
        Response answer = given().auth()
                .oauth2(CallerTokens.of("shop"))
                .contentType("application/json")
                .header("Content-Encoding", encoding)
                .body(bomb())
                .post("/v1/tokens");

        assertProblem(answer, 415);
    }

    static Stream<String> encodings() {
        return Stream.of("gzip", "GZIP", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "");
    }

    // --- Requests, byte for byte
    // --------------------------------------------------------------------------------------

    static Stream<Arguments> requests() {
        String host = "Host: localhost\r\n";
        String jwt = "Authorization: Bearer " + CallerTokens.of("shop") + "\r\n";
        String close = "Connection: close\r\n";
        String json = "Content-Type: application/json\r\n";
        String common = host + jwt + close + json;
        String get = host + jwt + close + "\r\n";
        String body = "{\"userId\":\"alice\"}";
        return Stream.of(
                raw(404, "double slash", "GET //v1/pools HTTP/1.1\r\n" + get),
                raw(404, "trailing slash", "GET /v1/pools/ HTTP/1.1\r\n" + get),
                raw(404, "dot segment", "GET /v1/./pools HTTP/1.1\r\n" + get),
                raw(404, "dot dot", "GET /q/../v1/pools HTTP/1.1\r\n" + get),
                raw(404, "encoded dots", "GET /v1/%2e%2e/v1/pools HTTP/1.1\r\n" + get),
                raw(404, "encoded letter", "GET /v1/%70ools HTTP/1.1\r\n" + get),
                raw(404, "encoded slash", "GET /v1%2fpools HTTP/1.1\r\n" + get),
                raw(404, "matrix parameter", "GET /v1/pools;x=1 HTTP/1.1\r\n" + get),
                raw(400, "backslash", "GET /v1\\pools HTTP/1.1\r\n" + get),
                raw(404, "NUL", "GET /v1/pools%00 HTTP/1.1\r\n" + get),
                raw(404, "other case", "GET /V1/pools HTTP/1.1\r\n" + get),
                raw(404, "line ends in the path", "GET /v1/a%0d%0aX-Evil:%201 HTTP/1.1\r\n" + get),
                raw(400, "escape sequence in the path", "GET /v1/a\u001b[31mred HTTP/1.1\r\n" + get),
                raw(400, "markup in the path", "GET /v1/<script>alert(1)</script> HTTP/1.1\r\n" + get),
                raw(400, "bytes above ASCII in the path", "GET /v1/\u00e2\u0080\u00a8x HTTP/1.1\r\n" + get),
                raw(400, "half an escape", "GET /v1/%e HTTP/1.1\r\n" + get),
                raw(400, "no hexadecimal", "GET /v1/%zz HTTP/1.1\r\n" + get),
                raw(404, "SQL in the path", "GET /v1/identities/x'%20OR%201=1%20-- HTTP/1.1\r\n" + get),
                raw(
                        400,
                        "SQL in the query",
                        "GET /v1/identities?userId='%20OR%201=1&pool=customers&status=';DROP HTTP/1.1\r\n" + get),
                raw(400, "a parameter twice", "GET /v1/identities?pool=customers&pool=staff HTTP/1.1\r\n" + get),
                raw(
                        400,
                        "broken UTF-8 in the query",
                        "GET /v1/identities?pool=customers&userId=%ff%fe HTTP/1.1\r\n" + get),
                raw(
                        405,
                        "override of the method",
                        "GET /v1/tokens HTTP/1.1\r\nX-HTTP-Method-Override: POST\r\n"
                                + "X-HTTP-Method: POST\r\nX-Method-Override: POST\r\n" + get),
                raw(405, "TRACE", "TRACE /v1/tokens HTTP/1.1\r\n" + get),
                raw(405, "unknown method", "FROB /v1/tokens HTTP/1.1\r\n" + get),
                raw(405, "method in other case", "post /v1/tokens HTTP/1.1\r\n" + get),
                raw(404, "absolute form", "GET http://elsewhere.example/v1//pools HTTP/1.1\r\n" + get),
                raw(400, "CONNECT", "CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + get),
                raw(404, "asterisk", "OPTIONS * HTTP/1.1\r\n" + get),
                raw(
                        400,
                        "two lengths",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 18\r\n" + common + "\r\n"
                                + body),
                raw(
                        400,
                        "two lengths in one",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Length: 5, 18\r\n" + common + "\r\n" + body),
                raw(
                        400,
                        "a length with a sign",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Length: +18\r\n" + common + "\r\n" + body),
                raw(
                        400,
                        "a negative length",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Length: -1\r\n" + common + "\r\n" + body),
                raw(
                        400,
                        "a length that is none",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Length: many\r\n" + common + "\r\n" + body),
                raw(
                        413,
                        "an immense length",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Length: 9223372036854775807\r\n" + common + "\r\n" + body),
                raw(
                        400,
                        "length and chunks",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n" + common
                                + "\r\n0\r\n\r\nGET /v1/pools HTTP/1.1\r\n" + get),
                raw(
                        415,
                        "a form",
                        "POST /v1/tokens HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                + "Content-Length: 12\r\n" + get + "userId=alice"),
                raw(
                        400,
                        "an encoding that nobody knows",
                        "POST /v1/tokens HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n" + common + "\r\n" + body),
                raw(
                        400,
                        "blank before the colon",
                        "POST /v1/tokens HTTP/1.1\r\nTransfer-Encoding : chunked\r\n" + common + "\r\n0\r\n\r\n"),
                raw(
                        HUNG_UP,
                        "a chunk of no size",
                        "POST /v1/tokens HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + common + "\r\nzz\r\n" + body),
                raw(
                        HUNG_UP,
                        "a chunk of an immense size",
                        "POST /v1/tokens HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + common
                                + "\r\nffffffffffffffff\r\n" + body),
                raw(400, "NUL in a header", "GET /v1/pools HTTP/1.1\r\nX-A: a\u0000b\r\n" + get),
                raw(400, "no version", "GET /v1/pools\r\n" + get),
                raw(400, "not HTTP", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003" + "\r\n\r\n"),
                raw(431, "one header of 64 KB", "GET /v1/pools HTTP/1.1\r\nX-A: " + "a".repeat(65_536) + "\r\n" + get),
                raw(431, "ten thousand headers", "GET /v1/pools HTTP/1.1\r\n" + "X-A: a\r\n".repeat(10_000) + get),
                raw(
                        431,
                        "a token of 64 KB",
                        "GET /v1/pools HTTP/1.1\r\nAuthorization: Bearer " + "a".repeat(65_536) + "\r\n" + host + close
                                + "\r\n"),
                raw(414, "a line of 64 KB", "GET /v1/" + "a".repeat(65_536) + " HTTP/1.1\r\n" + get));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("requests")
    void aBadRequestIsRefusedAndWritesNoLogLineOfItsOwn(int status, String name, String request) {
        try (LogLines log = LogLines.recorded()) {
            RawExchange exchange = RawExchange.send(RestAssured.port, request);

            assertThat(exchange.status()).as(exchange.answer()).isEqualTo(status);
            assertThat(exchange.answers()).as("answers").isEqualTo(status == HUNG_UP ? 0 : 1);
            assertThat(exchange.answer())
                    .doesNotContain("X-Evil: ", "\u001b", "\u0000", "alice")
                    .doesNotContainIgnoringCase("\r\nServer:", "exception");
            assertThat(log.text().lines()).noneMatch(line -> line.matches(".*[\\p{Cc}\u0085\u2028\u2029\u202e].*"));
        }
    }

    // --- User ids ----------------------------------------------------------------------------------------------------

    /// Byte for byte: whatever looks, sorts or folds alike is somebody else.
    @Test
    void whatLooksAlikeIsSomebodyElse() {
        String unique = UUID.randomUUID().toString();
        List<String> lookAlikes = List.of(
                "paul\u00e9",
                "paule\u0301",
                "p\u0430ul\u00e9",
                "\uff50aul\u00e9",
                "paul\u00e9\u200b",
                "paul\u00e9\u2028",
                "paul\u00e9\u202e",
                "\ufeffpaul\u00e9",
                "paul\u00e9 ",
                " paul\u00e9",
                "PAUL\u00c9",
                "istanbul",
                "\u0131stanbul",
                "\u0130STANBUL",
                "ISTANBUL",
                "stra\u00dfe",
                "strasse",
                "\ufb01n",
                "fin",
                "\u212bngstr\u00f6m",
                "\u00c5ngstr\u00f6m",
                "a%20b",
                "a b",
                "a+b",
                "x' OR '1'='1",
                "x'; DROP TABLE identity; --",
                "x%' ESCAPE '\\",
                "x_",
                "xy",
                "${jndi:ldap://127.0.0.1/a}",
                "%s%n%d",
                "<script>alert(1)</script>",
                "../../etc/passwd");
        Set<String> identities = new HashSet<>();
        try (LogLines log = LogLines.recorded()) {
            for (String lookAlike : lookAlikes) {
                String user = unique + lookAlike;
                String identity = identityOf(user);
                identities.add(identity);
                assertThat(found(user)).as(lookAlike).isEqualTo(identity);
            }
            assertThat(log.text()).doesNotContain(unique);
        }
        assertThat(identities).hasSameSizeAs(lookAlikes);
    }

    // --- Every answer ------------------------------------------------------------------------------------------------

    static Stream<Arguments> answers() {
        return Stream.of(
                answer(200, "GET", "/v1/pools", "shop", ""),
                answer(200, "POST", "/v1/tokens", "shop", "{\"userId\":\"alice\"}"),
                answer(400, "POST", "/v1/tokens", "shop", "{"),
                answer(401, "GET", "/v1/pools", "", ""),
                answer(403, "GET", "/v1/pools", "nobody", ""),
                answer(404, "GET", "/v1/nothing", "shop", ""),
                answer(404, "GET", "/v1//pools", "shop", ""),
                answer(405, "DELETE", "/v1/pools", "shop", ""));
    }

    private static Arguments answer(int status, String method, String path, String caller, String body) {
        return arguments(status, method, path, caller, body);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("answers")
    void everyAnswerTellsBrowsersToLeaveItAlone(int status, String method, String path, String caller, String body) {
        Response answer = given().header(
                        "Authorization", caller.isEmpty() ? "none" : "Bearer " + CallerTokens.of(caller))
                .contentType(ContentType.JSON)
                .body(body)
                .request(method, path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().getValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().getValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().getValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.headers().getValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.headers().hasHeaderWithName("Strict-Transport-Security"))
                .as("without TLS")
                .isFalse();
        assertThat(answer.headers().hasHeaderWithName("Server")).isFalse();
        assertThat(answer.headers().hasHeaderWithName("Access-Control-Allow-Origin"))
                .isFalse();
    }

    // --- How they are made -------------------------------------------------------------------------------------------

    private static Arguments json(int status, String name, String body) {
        return bytes(status, name, "application/json", body.getBytes(UTF_8));
    }

    private static Arguments bytes(int status, String name, String contentType, byte[] body) {
        return arguments(status, name, contentType, body);
    }

    private static Arguments raw(int status, String name, String request) {
        return arguments(status, name, request);
    }

    private static String duration(String number) {
        return "{\"userId\":\"alice\",\"tokenDurationSeconds\":" + number + "}";
    }

    private static String members(int count) {
        StringBuilder members = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            members.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":\"1\"");
        }
        return members.append('}').toString();
    }

    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                gzip.write(megabyte);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static Response issue(String jwt, byte[] body, String contentType) {
        return given().auth()
                .oauth2(jwt)
                .header("Content-Type", contentType)
                .body(body)
                .post("/v1/tokens");
    }

    private static String identityOf(String user) {
        return given().auth()
                .oauth2(CallerTokens.of("shop"))
                .contentType(ContentType.JSON)
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("identityId");
    }

    private static String found(String user) {
        List<String> ids = given().auth()
                .oauth2(CallerTokens.of("reader"))
                .queryParam("pool", "customers")
                .queryParam("userId", user)
                .get("/v1/identities")
                .then()
                .statusCode(200)
                .extract()
                .path("items.identityId");
        return String.join(" ", ids);
    }

    private static void assertProblem(Response answer, int status) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.asString()).doesNotMatch("(?s).*\\p{Cc}.*").doesNotContain("alice", "xception");
        assertThat(JSON.convertValue(answer.as(Map.class).get("code"), String.class))
                .isNotBlank();
    }
}
