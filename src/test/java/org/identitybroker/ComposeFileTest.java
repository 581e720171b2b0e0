package org.identitybroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.identitybroker.testing.ComposeFile;
import org.junit.jupiter.api.Test;

/// What must hold for docker-compose.yml and can be read in it. `ComposeSchemaIT` holds it to the Compose
/// Specification,
/// and `DemoIT` starts the broker with what it gives.
class ComposeFileTest {
    private static final Pattern PINNED = Pattern.compile("[a-z/-]+:v?\\d+\\.\\d+[\\w.-]*");

    private final ComposeFile compose = ComposeFile.read();

    @Test
    void theDemoAndWhatBelongsToItAreThere() {
        assertThat(compose.services()).containsOnlyKeys("postgres", "broker", "prometheus", "grafana");
        assertThat(compose.service("broker").get("build"))
                .isEqualTo(Map.of(
                        "context", ".", "dockerfile", "deploy/docker/Dockerfile", "args", Map.of("FLAVOUR", "demo")));
    }

    @Test
    void everyImageThatIsNotBuiltHereHasItsVersion() {
        assertThat(compose.services().values())
                .filteredOn(service -> !service.containsKey("build"))
                .hasSize(3)
                .allSatisfy(
                        service -> assertThat(service.get("image").toString()).matches(PINNED));
    }

    /// Docker opens ports past the machine's own firewall.
    @Test
    void noPortIsOpenToOtherMachines() {
        assertThat(compose.services().values())
                .flatExtracting(service -> ComposeFile.list(service, "ports"))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
    }

    @Test
    void everyServiceIsRestricted() {
        assertThat(compose.services().values()).allSatisfy(service -> {
            assertThat(service)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true"));
            assertThat(service).doesNotContainKeys("privileged", "network_mode", "pid", "ipc");
        });
    }

    /// In the order of the arrows, each when the one before it is well.
    @Test
    void eachServiceWaitsForTheHealthOfTheOneThatItNeeds() {
        assertThat(compose.services().values())
                .allSatisfy(service -> assertThat(service).containsKey("healthcheck"));
        Map<String, Set<?>> needs = compose.services().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        service -> ComposeFile.map(service.getValue(), "depends_on")
                                .keySet()));
        assertThat(needs)
                .isEqualTo(Map.of(
                        "postgres", Set.of(),
                        "broker", Set.of("postgres"),
                        "prometheus", Set.of("broker"),
                        "grafana", Set.of("prometheus")));
        assertThat(compose.services().values())
                .flatExtracting(
                        service -> ComposeFile.map(service, "depends_on").values())
                .allMatch(Map.of("condition", "service_healthy")::equals);
    }

    @Test
    void everyFileThatItMountsIsThere() {
        assertThat(mounts().filter(mount -> mount.startsWith("./")))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(mount -> {
                    assertThat(Path.of(mount.split(":")[0])).isRegularFile();
                    assertThat(mount).endsWith(":ro");
                });
    }

    @Test
    void everyVolumeHasAName() {
        assertThat(mounts().filter(mount -> !mount.startsWith("./")).map(mount -> mount.split(":")[0]))
                .containsExactlyInAnyOrderElementsOf(compose.volumes());
    }

    /// Nobody would notice a variable of a setting that there is not.
    @Test
    void everySettingOfTheBrokersExists() throws IOException {
        Set<String> known = Files.readAllLines(Path.of("src/main/resources/application.properties")).stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')).replaceFirst("^%[a-z,]+\\.", ""))
                .map(ComposeFile::variable)
                .collect(Collectors.toSet());
        known.addAll(
                Set.of("QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_USERNAME", "QUARKUS_DATASOURCE_PASSWORD"));
        assertThat(compose.environment("broker").keySet())
                .filteredOn(variable -> !variable.startsWith("AWS_"))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void theBrokerAndPostgresAgree() {
        Map<String, String> broker = compose.environment("broker");
        Map<String, String> postgres = compose.environment("postgres");

        assertThat(broker)
                .containsEntry(
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://postgres:5432/" + postgres.get("POSTGRES_DB"))
                .containsEntry("QUARKUS_DATASOURCE_USERNAME", postgres.get("POSTGRES_USER"))
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", postgres.get("POSTGRES_PASSWORD"));
    }

    /// Whatever is wrong here would be seen by empty panels alone.
    @Test
    void prometheusAndGrafanaFindWhatTheyLookFor() {
        Path files = Path.of("deploy/observability");
        assertThat(ComposeFile.yaml(files.resolve("prometheus.yaml")))
                .containsEntry("rule_files", List.of("alerts.yaml"))
                .containsEntry(
                        "scrape_configs",
                        List.of(Map.of(
                                "job_name", "identity-broker",
                                "metrics_path", "/q/metrics",
                                "static_configs", List.of(Map.of("targets", List.of("broker:9000"))))));
        assertThat(ComposeFile.yaml(files.resolve("grafana/datasources.yaml")).get("datasources"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(source -> assertThat(source.get("url")).isEqualTo("http://prometheus:9090"));
        assertThat(ComposeFile.yaml(files.resolve("grafana/dashboards.yaml")).get("providers"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(provider ->
                        assertThat(provider.get("options")).isEqualTo(Map.of("path", "/etc/grafana/dashboards")));
        assertThat(mounts().map(mount -> mount.split(":")[1]))
                .contains(
                        "/etc/prometheus/prometheus.yaml",
                        "/etc/prometheus/alerts.yaml",
                        "/etc/grafana/dashboards/dashboard.json");
    }

    private Stream<String> mounts() {
        return compose.services().values().stream()
                .flatMap(service -> ComposeFile.list(service, "volumes").stream())
                .map(Object::toString);
    }
}
