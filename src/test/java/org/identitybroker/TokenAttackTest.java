package org.identitybroker;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.LogLines;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Tokens that attackers make, and their answer. What single issuers make of a token is in IssuerTokensTest.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class TokenAttackTest {
    /// What an attacker would have the broker fetch keys from.
    private static HttpServer lure;

    private static final AtomicInteger LURED = new AtomicInteger();

    @BeforeAll
    static void open() throws IOException {
        lure = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lure.createContext("/", exchange -> {
            LURED.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        lure.start();
    }

    @AfterAll
    static void close() {
        lure.stop(0);
    }

    static Stream<Arguments> tokens() throws JOSEException {
        JWTClaimsSet good = claims(_ -> {});
        String signed = CallerTokens.sign(good);
        String[] parts = signed.split("\\.", -1);
        URI url = URI.create("http://127.0.0.1:" + lure.getAddress().getPort() + "/keys");
        JWSHeader.Builder rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256);
        return Stream.of(
                arguments(
                        "HS256 with the RSA public key",
                        hmac(CallerTokens.publicKey().getEncoded())),
                arguments(
                        "HS256 with the public JWK",
                        hmac(CallerTokens.publicJwk().getBytes(UTF_8))),
                arguments("alg none", new PlainJWT(good).serialize()),
                arguments("alg nOnE", unsigned("{\"alg\":\"nOnE\"}", good) + parts[2]),
                arguments("no alg", unsigned("{}", good) + parts[2]),
                arguments("no signature", parts[0] + "." + parts[1] + "."),
                arguments("another payload under the signature", forged(parts, claims(c -> c.subject("admin")))),
                arguments("wrong audience", CallerTokens.sign(claims(c -> c.audience("another")))),
                arguments("no audience", CallerTokens.sign(claims(c -> c.audience((String) null)))),
                arguments("expired", CallerTokens.sign(claims(c -> c.expirationTime(in(-60))))),
                arguments("never expires", CallerTokens.sign(claims(c -> c.expirationTime(null)))),
                arguments("not yet", CallerTokens.sign(claims(c -> c.notBeforeTime(in(120))))),
                arguments(
                        "replayed as another issuer's",
                        CallerTokens.sign(claims(
                                c -> c.issuer("https://login.demo.example").subject("demo-login")))),
                arguments("an issuer that nobody trusts", CallerTokens.sign(claims(c -> c.issuer(url.toString())))),
                arguments(
                        "another's key",
                        CallerTokens.signByStranger(rs256.keyID("test-1").build(), good)),
                arguments(
                        "another's key in jwk",
                        CallerTokens.signByStranger(
                                rs256.jwk(CallerTokens.strangersJwk()).build(), good)),
                arguments(
                        "jku",
                        CallerTokens.signByStranger(
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .jwkURL(url)
                                        .keyID("stranger")
                                        .build(),
                                good)),
                arguments(
                        "x5u",
                        CallerTokens.signByStranger(
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .x509CertURL(url)
                                        .keyID("stranger")
                                        .build(),
                                good)),
                arguments(
                        "jku with the right key id",
                        CallerTokens.signByStranger(
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .jwkURL(url)
                                        .keyID("test-1")
                                        .build(),
                                good)),
                arguments("kid a path", kid("../../../../dev/null", good)),
                arguments("kid a URL", kid(url.toString(), good)),
                arguments("kid SQL", kid("x' UNION SELECT 'AA==' --", good)),
                arguments("kid a command", kid("|/bin/sleep 10", good)),
                arguments("kid very long", kid("k".repeat(8000), good)),
                arguments("kid control characters", kid("a\r\nb\u0000c\u001b[31m", good)),
                arguments("kid JNDI", kid("${jndi:ldap://127.0.0.1:" + url.getPort() + "/a}", good)),
                arguments(
                        "crit that nobody knows",
                        CallerTokens.sign(
                                rs256().criticalParams(Set.of("x-new"))
                                        .customParam("x-new", 1)
                                        .build(),
                                good)),
                arguments(
                        "b64 false",
                        CallerTokens.sign(
                                rs256().base64URLEncodePayload(false)
                                        .criticalParams(Set.of("b64"))
                                        .build(),
                                good)),
                arguments("cty JWT around a good one, unsigned", nested(signed)),
                arguments(
                        "duplicate header members",
                        base64("{\"alg\":\"none\",\"alg\":\"RS256\"}") + "." + parts[1] + "." + parts[2]),
                arguments(
                        "duplicate claims",
                        CallerTokens.signText(claimsText(good).replaceFirst("\\{", "{\"sub\":\"admin\","))),
                arguments(
                        "JWE, dir",
                        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..YWFhYWFhYWFhYWFh.YmJiYg.Y2NjY2NjY2NjY2NjY2NjYw"),
                arguments(
                        "JWE, PBES2 of two billion rounds",
                        base64(
                                        "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"p2s\":\"AAAAAAAAAAA\",\"p2c\":2147483647}")
                                + ".YWFhYQ.YWFhYWFhYWFhYWFh.YmJiYg.Y2NjY2NjY2NjY2NjY2NjYw"),
                arguments("payload no JSON", CallerTokens.signText("garbage")),
                arguments("payload an array", CallerTokens.signText("[]")),
                arguments("payload deep", parts[0] + "." + base64("{\"a\":" + "[".repeat(9000)) + "." + parts[2]),
                arguments("header deep", base64("{\"a\":" + "{\"a\":".repeat(2000)) + "." + parts[1] + "." + parts[2]),
                arguments(
                        "exp of 400 digits",
                        CallerTokens.signText(
                                claimsText(good).replaceFirst("\"exp\":\\d+", "\"exp\":" + "9".repeat(400)))),
                arguments(
                        "exp negative",
                        CallerTokens.signText(claimsText(good).replaceFirst("\"exp\":\\d+", "\"exp\":-1"))),
                arguments(
                        "exp NaN", CallerTokens.signText(claimsText(good).replaceFirst("\"exp\":\\d+", "\"exp\":NaN"))),
                arguments("long", "x".repeat(15_000)),
                arguments("dots", ".".repeat(5000)),
                arguments("two at once", signed + " " + signed),
                arguments("with a comma", signed + ", Bearer " + signed));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void aBadTokenIsNobodys(String name, String token) {
        int before = LURED.get();
        try (LogLines log = LogLines.recorded()) {
            Response answer = given().header("Authorization", "Bearer " + token)
                    .contentType(ContentType.JSON)
                    .body(Map.of("userId", "alice"))
                    .post("/v1/tokens");

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(answer.jsonPath().getString("code")).isEqualTo("unauthenticated");
            assertThat(answer.asString()).doesNotContain("detail", "errors", "jose", "signature");
            if (token.length() > 40) {
                assertThat(log.text()).doesNotContain(token, token.substring(0, 40));
            }
        }
        assertThat(LURED).as("requests to the attacker's server").hasValue(before);
    }

    /// Without this, a mistake in the making of all of them would look like a refusal.
    @Test
    void theTokenThatTheyAreMadeOfIsGood() {
        assertThat(statusWith(CallerTokens.sign(claims(_ -> {})))).isEqualTo(200);
        assertThat(statusWith(CallerTokens.signText(claimsText(claims(_ -> {})))))
                .isEqualTo(200);
    }

    private static int statusWith(String jwt) {
        return given().auth()
                .oauth2(jwt)
                .contentType(ContentType.JSON)
                .body(Map.of("userId", "alice"))
                .post("/v1/tokens")
                .statusCode();
    }

    private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(CallerTokens.ISSUER)
                .audience(CallerTokens.AUDIENCE)
                .subject("shop")
                .expirationTime(in(600));
        change.accept(claims);
        return claims.build();
    }

    private static String claimsText(JWTClaimsSet claims) {
        return claims.toString();
    }

    private static JWSHeader.Builder rs256() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test-1");
    }

    private static String kid(String kid, JWTClaimsSet claims) {
        return CallerTokens.signByStranger(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(), claims);
    }

    private static String hmac(byte[] secret) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test-1").build(), claims(_ -> {}));
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private static String unsigned(String header, JWTClaimsSet claims) {
        return base64(header) + "." + base64(claimsText(claims)) + ".";
    }

    private static String forged(String[] parts, JWTClaimsSet claims) {
        return parts[0] + "." + base64(claimsText(claims)) + "." + parts[2];
    }

    /// A wrapper that nobody has signed.
    private static String nested(String inner) {
        return base64("{\"alg\":\"RS256\",\"cty\":\"JWT\",\"kid\":\"test-1\"}") + "." + new Payload(inner).toBase64URL()
                + ".c2lnbmF0dXJl";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
