package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.identitybroker.caller.IssuerSettings.IssuerSetting;
import org.identitybroker.caller.PoolCallers.KeySource;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.SomePools;
import org.identitybroker.testing.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long the keys of a pool's callers are good.
class PoolCallersTest {
    private static final PoolName CUSTOMERS = new PoolName("customers");
    private static final Instant END = Instant.parse("2099-12-31T23:59:59Z");

    @TempDir
    Path files;

    @Test
    void aCertificateInAFileTellsItsEndAndKeysAloneDoNot() throws IOException {
        Path certificate = files.resolve("a.crt");
        Files.writeString(certificate, new TestCertificate().pem());
        TestIssuer issuer = new TestIssuer("https://login.example.com", "a");
        Path jwks = files.resolve("jwks.json");
        Files.writeString(jwks, issuer.jwks());

        PoolCallers ofCertificate = callers(FakeIssuerSetting.of(issuer, "file:" + certificate));
        PoolCallers ofKeys = callers(FakeIssuerSetting.of(issuer, jwks.toString()));

        assertThat(ofCertificate.keySources(CUSTOMERS))
                .containsExactly(new KeySource("inhouse", "jwks", true, Optional.of(END)));
        assertThat(ofKeys.keySources(CUSTOMERS))
                .containsExactly(new KeySource("inhouse", "jwks", true, Optional.empty()));
    }

    @Test
    void aFileThatIsGoneIsNotReadable() throws IOException {
        TestIssuer issuer = new TestIssuer("https://login.example.com", "a");
        Path jwks = files.resolve("jwks.json");
        Files.writeString(jwks, issuer.jwks());
        PoolCallers callers = callers(FakeIssuerSetting.of(issuer, "file:" + jwks));

        Files.delete(jwks);

        assertThat(callers.keySources(CUSTOMERS))
                .containsExactly(new KeySource("inhouse", "jwks", false, Optional.empty()));
    }

    @Test
    void ofAUrlOnlyTheCertificatesToBelieveThereAreAFile() throws IOException {
        Path certificate = files.resolve("ca.crt");
        Files.writeString(certificate, new TestCertificate().pem());
        TestIssuer issuer = new TestIssuer("https://login.example.com", "a");

        PoolCallers callers = callers(FakeIssuerSetting.of(issuer, "https://login.example.com/jwks.json")
                .caFile(certificate.toString()));

        assertThat(callers.keySources(CUSTOMERS))
                .containsExactly(new KeySource("inhouse", "jwks-ca-file", true, Optional.of(END)));
    }

    @Test
    void anotherPoolsCallersAreNoneOfIts() {
        TestIssuer issuer = new TestIssuer("https://login.example.com", "a");
        PoolCallers callers = callers(FakeIssuerSetting.of(issuer, "https://login.example.com/jwks.json"));

        assertThat(callers.keySources(new PoolName("staff"))).isEmpty();
        assertThat(callers.maySetTags(new PoolName("staff"))).isFalse();
        assertThat(callers.maySetTags(CUSTOMERS)).isTrue();
    }

    private static PoolCallers callers(IssuerSetting setting) {
        TreeMap<String, IssuerSetting> issuers = new TreeMap<>(Map.of("inhouse", setting));
        CallersTest.Setting shop = new CallersTest.Setting(
                Optional.of("inhouse"),
                Optional.of("shop"),
                Optional.empty(),
                Optional.of("customers"),
                Optional.empty(),
                Optional.of("tier"),
                Optional.empty(),
                Optional.empty());
        Callers callers = new Callers(
                () -> Map.of("shop", shop),
                new Issuers(() -> issuers),
                SomePools.of(SomePools.named("customers", 1), SomePools.named("staff", 2)));
        return new PoolCallers(callers, () -> issuers);
    }
}
