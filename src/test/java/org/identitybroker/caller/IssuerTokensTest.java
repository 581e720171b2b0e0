package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTokensTest {
    private static final TestIssuer LOGIN = new TestIssuer("https://login.example.com", "login");
    private static final TestIssuer CLUSTER = new TestIssuer("https://cluster.example.com", "cluster");
    private static final TestIssuer STRICT = new TestIssuer("https://strict.example.com", "strict");
    private static final TestIssuer PEM = new TestIssuer("https://pem.example.com", "pem");

    /// Has the kids of LOGIN, but keys of its own.
    private static final TestIssuer ATTACKER = new TestIssuer("https://login.example.com", "login");

    private static final TestIssuer STRANGER = new TestIssuer("https://stranger.example.com", "stranger");

    @TempDir
    private static Path files;

    private static IssuerTokens tokens = new IssuerTokens(FakeIssuerSetting.issuers(Map.of()), Clock.systemUTC());

    @BeforeAll
    static void configure() throws IOException {
        Issuers issuers = FakeIssuerSetting.issuers(Map.of(
                "login", FakeIssuerSetting.of(LOGIN, "file:" + file("login.json", LOGIN.jwks())),
                "cluster",
                        FakeIssuerSetting.of(
                                CLUSTER, file("cluster.json", CLUSTER.jwks()).toString()),
                "strict",
                        FakeIssuerSetting.of(
                                        STRICT,
                                        file("strict.json", STRICT.jwks()).toString())
                                .algorithms("ES256"),
                "pem", FakeIssuerSetting.of(PEM, PEM.pem(JWSAlgorithm.RS256))));
        assertThat(issuers.mistakes()).isEmpty();
        tokens = new IssuerTokens(issuers, Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void tokenOfEveryAlgorithmIsAccepted(String algorithm) throws ParseException {
        JWTCallerPrincipal caller = parse(LOGIN.token(JWSAlgorithm.parse(algorithm)));

        assertThat(caller.getIssuer()).isEqualTo("https://login.example.com");
        assertThat(caller.getSubject()).isEqualTo("shop-login");
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("of the second issuer", CLUSTER.token(JWSAlgorithm.RS256)),
                arguments("of a PEM", PEM.token(JWSAlgorithm.RS256)),
                arguments("of a PEM, with PSS", PEM.token(JWSAlgorithm.PS256)),
                arguments("the algorithm of a narrow list", STRICT.token(JWSAlgorithm.ES256)),
                arguments(
                        "without kid",
                        LOGIN.token(
                                new JWSHeader(JWSAlgorithm.ES256),
                                LOGIN.goodClaims().build())),
                arguments("expired by 25 s", rs256(claims -> claims.expirationTime(inSeconds(-25)))),
                arguments("valid in 25 s", rs256(claims -> claims.notBeforeTime(inSeconds(25)))),
                arguments(
                        "broker among audiences",
                        rs256(claims -> claims.audience(List.of("other", TestIssuer.AUDIENCE)))),
                arguments("with claims of its own", rs256(claims -> claims.claim("groups", List.of("admin")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void goodTokenIsAccepted(String name, String token) throws ParseException {
        assertThat(parse(token).getSubject()).isEqualTo("shop-login");
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                arguments("expired by 31 s", rs256(claims -> claims.expirationTime(inSeconds(-31)))),
                arguments("expired long ago", rs256(claims -> claims.expirationTime(Date.from(Instant.EPOCH)))),
                arguments("not valid yet", rs256(claims -> claims.notBeforeTime(inSeconds(60)))),
                arguments("wrong audience", rs256(claims -> claims.audience("another-service"))),
                arguments("audience in other case", rs256(claims -> claims.audience("Identity-Broker"))),
                arguments("empty audience", rs256(claims -> claims.audience(""))),
                arguments("no audience", rs256(claims -> claims.audience((String) null))),
                arguments("no expiry", rs256(claims -> claims.expirationTime(null))),
                arguments("expiry as text", rs256(claims -> claims.claim("exp", "tomorrow"))),
                arguments("no subject", rs256(claims -> claims.subject(null))),
                arguments("subject a number", rs256(claims -> claims.claim("sub", 7))),
                arguments("a number without end", rs256(claims -> claims.claim("limit", new BigDecimal("1e999")))),
                arguments("no issuer", rs256(claims -> claims.issuer(null))),
                arguments("empty issuer", rs256(claims -> claims.issuer(""))),
                arguments("issuer a list", rs256(claims -> claims.claim("iss", List.of(LOGIN.iss())))),
                arguments("issuer with a slash more", rs256(claims -> claims.issuer(LOGIN.iss() + "/"))),
                arguments("issuer's name in settings", rs256(claims -> claims.issuer("login"))),
                arguments("another issuer's iss", rs256(claims -> claims.issuer(CLUSTER.iss()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void tokenWithWrongClaimsIsRefused(String name, String token) {
        assertRefused(token);
    }

    static Stream<Arguments> forged() throws JOSEException {
        JWTClaimsSet claims = LOGIN.goodClaims().build();
        JWSHeader.Builder attackers = ATTACKER.header(JWSAlgorithm.RS256);
        String good = LOGIN.token(JWSAlgorithm.RS256);
        String[] parts = good.split("\\.", -1);
        String otherPayload = claimsOf(LOGIN.token(JWSAlgorithm.RS256, changed -> changed.subject("admin")));
        return Stream.of(
                arguments("alg none", new PlainJWT(claims).serialize()),
                arguments("alg none with a signature", new PlainJWT(claims).serialize() + parts[2]),
                arguments("HS256 with the X.509 key", hmac(LOGIN.rsaPublicKey().getEncoded())),
                arguments("HS256 with the PEM", hmac(bytes(LOGIN.pem(JWSAlgorithm.RS256)))),
                arguments("HS256 with the JWK", hmac(bytes(LOGIN.rsaJwk().toJSONString()))),
                arguments("attacker's key under a known kid", ATTACKER.token(JWSAlgorithm.RS256)),
                arguments("attacker's EC key", ATTACKER.token(JWSAlgorithm.ES256)),
                arguments("attacker's Ed25519 key", ATTACKER.token(JWSAlgorithm.EdDSA)),
                arguments(
                        "attacker's key in jwk",
                        ATTACKER.token(attackers.jwk(ATTACKER.rsaJwk()).build(), claims)),
                arguments(
                        "attacker's URL in jku",
                        ATTACKER.token(
                                attackers
                                        .jwk(null)
                                        .jwkURL(URI.create("http://127.0.0.1:9/jwks.json"))
                                        .build(),
                                claims)),
                arguments(
                        "attacker's URL in x5u",
                        ATTACKER.token(
                                ATTACKER.header(JWSAlgorithm.RS256)
                                        .x509CertURL(URI.create("http://127.0.0.1:9/cert.pem"))
                                        .build(),
                                claims)),
                arguments(
                        "unknown kid",
                        LOGIN.token(
                                LOGIN.header(JWSAlgorithm.RS256)
                                        .keyID("unknown")
                                        .build(),
                                claims)),
                arguments(
                        "kid of another algorithm's key",
                        LOGIN.token(
                                LOGIN.header(JWSAlgorithm.RS256)
                                        .keyID("login-EC")
                                        .build(),
                                claims)),
                arguments(
                        "another issuer's key",
                        CLUSTER.token(CLUSTER.header(JWSAlgorithm.RS256).build(), claims)),
                arguments("another issuer's key without kid", CLUSTER.token(new JWSHeader(JWSAlgorithm.RS256), claims)),
                arguments("an issuer that nobody trusts", STRANGER.token(JWSAlgorithm.RS256)),
                arguments("an algorithm out of the issuer's list", STRICT.token(JWSAlgorithm.RS256)),
                arguments("a longer variant out of the list", LOGIN.token(JWSAlgorithm.RS512)),
                arguments("an EC token for an RSA PEM", PEM.token(JWSAlgorithm.ES256)),
                arguments("changed payload", parts[0] + "." + otherPayload + "." + parts[2]),
                arguments("no signature", parts[0] + "." + parts[1] + "."),
                arguments("half a signature", good.substring(0, good.length() - parts[2].length() / 2)),
                arguments("signature of another token", parts[0] + "." + parts[1] + ".c2lnbmF0dXJl"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void forgedTokenIsRefused(String name, String token) {
        assertRefused(token);
    }

    static Stream<Arguments> garbage() {
        return Stream.of(
                arguments("empty", ""),
                arguments("blank", " "),
                arguments("word", "garbage-garbage"),
                arguments("dots", ".."),
                arguments("two parts", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0"),
                arguments("five parts, as if encrypted", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aaaa.bbbb.cccc"),
                arguments("no JSON inside", "Z2FyYmFnZQ.Z2FyYmFnZQ.Z2FyYmFnZQ"),
                arguments("payload an array", "eyJhbGciOiJSUzI1NiJ9.W10.c2ln"),
                arguments("not base64", "%%%.%%%.%%%"),
                arguments("long", "x".repeat(100_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void garbageIsRefused(String name, String token) {
        assertRefused(token);
    }

    /// Whoever gets to see the exception, in a log at whatever level, learns nothing of the token.
    private static void assertRefused(String token) {
        Throwable thrown = catchThrowable(() -> parse(token));

        assertThat(thrown).isInstanceOf(ParseException.class).hasNoCause();
        assertThat(thrown.getSuppressed()).isEmpty();
        assertThat(thrown.getMessage()).isIn("unknown issuer", "token refused");
    }

    private static JWTCallerPrincipal parse(String token) throws ParseException {
        return tokens.parse(token, new JWTAuthContextInfo());
    }

    private static String rs256(Consumer<JWTClaimsSet.Builder> change) {
        return LOGIN.token(JWSAlgorithm.RS256, change);
    }

    private static String claimsOf(String token) {
        return token.split("\\.", -1)[1];
    }

    private static String hmac(byte[] secret) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("login-RSA").build(),
                LOGIN.goodClaims().build());
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Date inSeconds(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(files.resolve(name), text);
    }

    /// The two that a forger would use most are good tokens but for the one thing; without this a mistake in the
    /// making of all of them would look like a refusal.
    @Test
    void theTokensThatAreForgedFromAreGood() throws ParseException {
        assertThat(parse(rs256(_ -> {})).getSubject()).isEqualTo("shop-login");
        assertThat(parse(CLUSTER.token(JWSAlgorithm.RS256)).getIssuer()).isEqualTo(CLUSTER.iss());
    }
}
