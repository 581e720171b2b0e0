package org.identitybroker.chart;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.TestCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The settings that the chart renders are such as the broker starts with.
class AcceptedSettingsTest {
    static final List<String> VALUE_SETS = Chart.VALUE_SETS;

    /// Where the pod has the files that settings name.
    private static final String MOUNTED = "/run/identity-broker";

    /// What the chart sets of the platform and the broker's own file does not.
    private static final List<String> OF_THE_PLATFORM = List.of(
            "config_ordinal",
            "otel.exporter.otlp.endpoint",
            "quarkus.datasource.jdbc.url",
            "quarkus.http.insecure-requests",
            "quarkus.http.ssl-port",
            "quarkus.http.tls-configuration-name",
            "quarkus.tls.broker.key-store.pem.a.cert",
            "quarkus.tls.broker.key-store.pem.a.key",
            "quarkus.tls.broker.reload-period",
            "quarkus.tls.broker.trust-store.pem.certs");

    @TempDir
    private static Path scratch;

    @TempDir
    private static Path mounted;

    private final Chart chart = Chart.in(scratch);

    @BeforeAll
    static void mount() throws IOException {
        String certificate = new TestCertificate().pem();
        Map<String, String> files = Map.of(
                "cluster/token",
                "a.b.c",
                "cluster/ca.crt",
                certificate,
                "issuers/batch.jwks",
                Files.readString(CallerTokens.jwksFile()),
                "issuers/inhouse.ca.crt",
                certificate,
                "keys/customers",
                Base64.getEncoder().encodeToString(new byte[32]));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = mounted.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void theBrokerHasNothingAgainstThem(String valueSet) {
        StartupMistakes start = new StartupMistakes(settings(chart.render(valueSet)));

        assertThat(start.lines()).isEmpty();
        assertThat(start.checked())
                .extracting(checked -> checked.getClass().getSimpleName())
                .contains(
                        "Pools", "Issuers", "Callers", "RequestRates", "CognitoLimits", "AuditLimits", "RequestSlots");
    }

    @Test
    void whatIsWrongIsNoticed() {
        Map<String, String> wrong =
                settings(chart.renderWith("production", "callers: {shop: {pools: [elsewhere], issuer: nobody}}"));

        assertThat(new StartupMistakes(wrong).lines())
                .containsExactly(
                        "broker.callers.shop.issuer: there is no broker.issuers.nobody",
                        "broker.callers.shop.pools: there is no broker.pools.elsewhere");
        wrong.put("broker.callers.shop.permission", "token:issue");
        assertThatThrownBy(() -> new StartupMistakes(wrong))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("broker.callers.shop.permission");
    }

    /// A misspelt name of the platform's would be ignored.
    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void namesOfThePlatformAreKnown(String valueSet) throws IOException {
        Properties own = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            own.load(file);
        }

        assertThat(settings(chart.render(valueSet)).keySet())
                .filteredOn(name -> !name.startsWith("broker."))
                .filteredOn(name -> !own.containsKey(name) && !own.containsKey("%prod." + name))
                .isSubsetOf(OF_THE_PLATFORM);
    }

    /// The file is found by a variable, and would be as strong as all variables if it did not say how strong it is.
    @Test
    void aVariableComesBeforeTheFile() throws IOException {
        ConfigMap map = Manifests.parse(chart.render("minimal")).only(ConfigMap.class);
        Path file = Files.writeString(
                scratch.resolve("application.properties"),
                String.valueOf(map.getData().get("application.properties")));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(
                                Map.of(
                                        "SMALLRYE_CONFIG_LOCATIONS",
                                        file.toString(),
                                        "BROKER_CALLERS_SHOP_SUBJECT",
                                        "from-a-variable"),
                                300),
                        new PropertiesConfigSource(
                                Map.of("quarkus.shutdown.delay", "PT1S", "broker.callers.shop.subject", "packaged"),
                                "packaged",
                                250))
                .withSources(new PropertiesLocationConfigSourceFactory())
                .build();

        assertThat(config.getValue("broker.callers.shop.subject", String.class)).isEqualTo("from-a-variable");
        assertThat(config.getValue("quarkus.shutdown.delay", String.class)).isEqualTo("PT5S");
    }

    @Test
    void valuesArriveAsTheyAre() {
        Map<String, String> settings = settings(chart.renderWith("minimal", """
                issuers:
                  inhouse:
                    jwks: |
                      -----BEGIN PUBLIC KEY-----
                      MFkw
                      -----END PUBLIC KEY-----
                callers:
                  shop: {subject: 'a\\b=c: ü # d', requestsPerSecond: 1000000}
                settings:
                  broker.imports.checks-per-second: 1000
                  broker.audit.log: false
                """));

        assertThat(settings)
                .containsEntry(
                        "broker.issuers.inhouse.jwks", "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----")
                .containsEntry("broker.callers.shop.subject", "a\\b=c: ü # d")
                .containsEntry("broker.callers.shop.requests-per-second", "1000000")
                .containsEntry("broker.imports.checks-per-second", "1000")
                .containsEntry("broker.audit.log", "false");
    }

    private static Map<String, String> settings(String rendered) {
        ConfigMap map = Manifests.parse(rendered).only(ConfigMap.class);
        return RenderedSettings.of(map).entrySet().stream()
                .collect(toMap(
                        setting -> String.valueOf(setting.getKey()),
                        setting -> String.valueOf(setting.getValue()).replace(MOUNTED, mounted.toString()),
                        (one, two) -> one,
                        TreeMap::new));
    }
}
