package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.identitybroker.caller.CallerSettings.CallerSetting;
import org.identitybroker.exchange.SomeRejectedTokens;
import org.identitybroker.pool.SomePools;
import org.identitybroker.testing.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerCertificatesTest {
    private static final TestIssuer LOGIN = new TestIssuer("https://login.example.com", "login");
    private static final TestCertificate SHOP =
            new TestCertificate("dns:shop.example.com", "uri:spiffe://example.com/ns/shop/sa/login");

    @Test
    void withoutTheSettingNoCertificateIsAskedFor() {
        CallerCertificates certificates = of(Optional.empty());

        assertThat(certificates.mistakes()).isEmpty();
        assertThat(certificates.mayCall("shop", Optional.empty())).isTrue();
        assertThat(certificates.mayCall("shop", Optional.of(SHOP.certificate())))
                .isTrue();
    }

    static Stream<String> names() {
        String hex = SHOP.sha256();
        return Stream.of(
                "dns:shop.example.com",
                "dns:Shop.Example.com",
                "uri:spiffe://example.com/ns/shop/sa/login",
                "sha256:" + hex,
                "sha256:" + hex.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:"),
                "dns:other.example.com, dns:shop.example.com");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCertificateWithOneOfTheNamesIsTheCallers(String setting) {
        CallerCertificates certificates = of(Optional.of(setting));

        assertThat(certificates.mistakes()).isEmpty();
        assertThat(certificates.mayCall("shop", Optional.of(SHOP.certificate())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns:example.com",
                "dns:shop.example.com.",
                "dns:hop.example.com",
                "uri:spiffe://example.com/ns/shop/sa/Login",
                "uri:spiffe://example.com/ns/shop/sa/login/",
                "uri:spiffe:shop.example.com",
                "sha256:0000000000000000000000000000000000000000000000000000000000000000"
            })
    void anotherCertificateAndNoneAreNot(String setting) {
        CallerCertificates certificates = of(Optional.of(setting));

        assertThat(certificates.mayCall("shop", Optional.of(SHOP.certificate())))
                .isFalse();
        assertThat(certificates.mayCall("shop", Optional.empty())).isFalse();
    }

    @Test
    void aWildcardStandsForNothing() {
        TestCertificate wild = new TestCertificate("dns:*.example.com");

        assertThat(of(Optional.of("dns:shop.example.com")).mayCall("shop", Optional.of(wild.certificate())))
                .isFalse();
    }

    /// Nobody may get past a mistake, should the broker ever run with one.
    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "shop.example.com",
                "dns:",
                "dns:*.example.com",
                "dns:shop example",
                "uri:",
                "uri:no-scheme",
                "sha256:abcd",
                "sha1:0000000000000000000000000000000000000000",
                "cn:shop",
                "dns:shop.example.com,oops"
            })
    void wrongSettingsAreNamed(String wrong) {
        CallerCertificates certificates = of(Optional.of(wrong));

        assertThat(certificates.mistakes())
                .containsExactly("broker.callers.shop.client-certificates: must be a list of dns:NAME, uri:URI and"
                        + " sha256:HEX (64 digits)");
    }

    private static CallerCertificates of(Optional<String> names) {
        CallersTest.Setting setting = new CallersTest.Setting(
                Optional.of("inhouse"),
                Optional.of("shop-login"),
                Optional.of("token:issue"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                names,
                Optional.empty());
        Map<String, CallerSetting> settings = Map.of("shop", setting);
        Callers callers = new Callers(
                () -> settings,
                FakeIssuerSetting.issuers(
                        Map.of("inhouse", FakeIssuerSetting.of(LOGIN, LOGIN.pem(JWSAlgorithm.ES256)))),
                SomePools.of());
        return new CallerCertificates(() -> settings, callers, SomeRejectedTokens.countedIn(new SimpleMeterRegistry()));
    }
}
