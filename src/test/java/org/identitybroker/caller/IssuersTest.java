package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.identitybroker.testing.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuersTest {
    private static final TestIssuer LOGIN = new TestIssuer("https://login.example.com", "login");
    private static final FakeIssuerSetting RIGHT = FakeIssuerSetting.of(LOGIN, LOGIN.pem(JWSAlgorithm.RS256));

    @TempDir
    private static Path files;

    @Test
    void issuerIsFoundByNameAndByItsIss() {
        Issuers issuers = FakeIssuerSetting.issuers(Map.of("inhouse", RIGHT));

        assertThat(issuers.mistakes()).isEmpty();
        assertThat(issuers.named("inhouse")).isPresent();
        assertThat(issuers.claiming("https://login.example.com")).isPresent();
        assertThat(issuers.claiming("inhouse")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://login.example.com/",
                "https://LOGIN.example.com",
                " https://login.example.com",
                "login.example.com"
            })
    void issIsComparedByteForByte(String iss) {
        assertThat(FakeIssuerSetting.issuers(Map.of("inhouse", RIGHT)).claiming(iss))
                .isEmpty();
    }

    static Stream<Arguments> rightKeys() throws IOException {
        return Stream.of(
                arguments("JWKS file by path", file("keys.json", LOGIN.jwks()).toString()),
                arguments("JWKS file by file:", "file:" + file("keys.json", LOGIN.jwks())),
                arguments("RSA PEM file", "file:" + file("rsa.pem", LOGIN.pem(JWSAlgorithm.RS256))),
                arguments("RSA PEM", LOGIN.pem(JWSAlgorithm.RS256)),
                arguments("EC PEM", LOGIN.pem(JWSAlgorithm.ES256)),
                arguments("Ed25519 PEM", LOGIN.pem(JWSAlgorithm.EdDSA)),
                arguments("URL of a server that is down", "http://127.0.0.1:9/jwks.json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rightKeys")
    void keysInEveryFormAreRead(String name, String location) {
        Issuers issuers = FakeIssuerSetting.issuers(Map.of("inhouse", FakeIssuerSetting.of(LOGIN, location)));

        assertThat(issuers.mistakes()).isEmpty();
        assertThat(issuers.named("inhouse")).isPresent();
    }

    static Stream<Arguments> wrong() throws IOException {
        String privateKey = TestIssuer.pem("PRIVATE KEY", LOGIN.rsaPrivateKey().getEncoded());
        String empty = file("empty", "").toString();
        String twoLines = file("two", "a\nb\n").toString();
        String token = file("token", "abc.def.ghi\n").toString();
        String jwks = file("keys.json", LOGIN.jwks()).toString();
        String ca = file("ca.crt", new TestCertificate().pem()).toString();
        return Stream.of(
                arguments("no issuer", RIGHT.issuer(Optional.empty()), "issuer"),
                arguments("blank issuer", RIGHT.issuer(Optional.of(" ")), "issuer"),
                arguments("no audience", RIGHT.audience(Optional.empty()), "audience"),
                arguments("empty audience", RIGHT.audience(Optional.of("")), "audience"),
                arguments("no keys", RIGHT.jwks(Optional.empty()), "jwks"),
                arguments("blank keys", RIGHT.jwks(Optional.of(" ")), "jwks"),
                arguments("no such file", keys("file:/nowhere/jwks.json"), "jwks"),
                arguments("a folder", keys("file:" + files), "jwks"),
                arguments("no URL", keys("http//login example"), "jwks"),
                arguments("another scheme", keys("ftp://login.example.com/jwks.json"), "jwks"),
                arguments("no JSON", keys("file:" + file("text", "not a key")), "jwks"),
                arguments("JSON but no JWKS", keys("file:" + file("other.json", "{\"a\":1}")), "jwks"),
                arguments("cut-off PEM", keys("-----BEGIN PUBLIC KEY-----\nMIIB\n"), "jwks"),
                arguments("a private key", keys(privateKey), "jwks"),
                arguments("broken certificate", keys(TestIssuer.pem("CERTIFICATE", new byte[] {1, 2, 3})), "jwks"),
                arguments("no token file", url("https").bearerTokenFile("/nowhere/token"), "jwks-bearer-token-file"),
                arguments("empty token file", url("https").bearerTokenFile(empty), "jwks-bearer-token-file"),
                arguments("token of two lines", url("https").bearerTokenFile(twoLines), "jwks-bearer-token-file"),
                arguments("token for a file", keys("file:" + jwks).bearerTokenFile(token), "jwks-bearer-token-file"),
                arguments("token for a PEM", RIGHT.bearerTokenFile(token), "jwks-bearer-token-file"),
                arguments("no CA file", url("https").caFile("/nowhere/ca.crt"), "jwks-ca-file"),
                arguments("empty CA file", url("https").caFile(empty), "jwks-ca-file"),
                arguments("CA that is a JWKS", url("https").caFile(jwks), "jwks-ca-file"),
                arguments("CA for http", url("http").caFile(ca), "jwks-ca-file"),
                arguments("CA for a file", keys("file:" + jwks).caFile(ca), "jwks-ca-file"),
                arguments("no algorithm", RIGHT.algorithms(" , "), "algorithms"),
                arguments("none", RIGHT.algorithms("none"), "algorithms"),
                arguments("HMAC", RIGHT.algorithms("RS256,HS256"), "algorithms"),
                arguments("lower case", RIGHT.algorithms("rs256"), "algorithms"),
                arguments("encryption", RIGHT.algorithms("RSA-OAEP"), "algorithms"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void oneWrongSettingGivesOneLineWithItsName(String name, FakeIssuerSetting setting, String wrong) {
        Issuers issuers = FakeIssuerSetting.issuers(Map.of("inhouse", setting));

        assertThat(issuers.mistakes()).singleElement().asString().startsWith("broker.issuers.inhouse." + wrong + ": ");
        assertThat(issuers.named("inhouse")).isEmpty();
        assertThat(issuers.claiming(LOGIN.iss())).isEmpty();
        assertThat(issuers.isConfigured("inhouse")).isTrue();
    }

    @Test
    void everyMistakeHasItsLine() {
        Issuers issuers = FakeIssuerSetting.issuers(
                Map.of("a", RIGHT.audience(Optional.empty()).algorithms("HS256"), "b", RIGHT.jwks(Optional.empty())));

        assertThat(issuers.mistakes())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("broker.issuers.a.audience: "),
                        line -> assertThat(line).startsWith("broker.issuers.a.algorithms: "),
                        line -> assertThat(line).startsWith("broker.issuers.b.jwks: "));
    }

    @Test
    void twoIssuersWithOneIssAreRefused() {
        assertThat(FakeIssuerSetting.issuers(Map.of("a", RIGHT, "b", RIGHT)).mistakes())
                .containsExactly("broker.issuers.b.issuer: is the same as that of another issuer");
    }

    @Test
    void privateKeyGivenByMistakeIsInNoLine() {
        String pem = TestIssuer.pem("PRIVATE KEY", LOGIN.rsaPrivateKey().getEncoded());

        assertThat(FakeIssuerSetting.issuers(Map.of("inhouse", keys(pem))).mistakes())
                .hasSize(1)
                .noneMatch(line -> line.contains(pem.substring(60, 100)));
    }

    @Test
    void fileOfTheTokenAndOfTheCaMakeNoMistake() throws IOException {
        String ca = file("ca.crt", new TestCertificate().pem()).toString();
        String token = file("token", "abc.def.ghi\n").toString();
        Issuers issuers = FakeIssuerSetting.issuers(
                Map.of("cluster", url("https").bearerTokenFile(token).caFile(ca)));

        assertThat(issuers.mistakes()).isEmpty();
        assertThat(issuers.named("cluster")).isPresent();
    }

    private static FakeIssuerSetting url(String scheme) {
        return keys(scheme + "://127.0.0.1:9/jwks.json");
    }

    private static FakeIssuerSetting keys(String location) {
        return RIGHT.jwks(Optional.of(location));
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(files.resolve(name), text);
    }
}
