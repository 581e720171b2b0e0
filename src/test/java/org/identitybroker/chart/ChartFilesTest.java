package org.identitybroker.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the chart shares with the rest of the repository.
class ChartFilesTest {
    private static final Path RULES = Path.of("deploy/observability/alerts.yaml");
    private static final Path COPY = Chart.DIRECTORY.resolve("files/alerts.yaml");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>identity-broker</artifactId>\\s*<version>(.*?)(?:-SNAPSHOT)?<");

    @TempDir
    private static Path scratch;

    /// A chart cannot read files beside itself.
    @Test
    void theAlertsAreTheOnesThatAreTested() throws IOException {
        assertThat(Files.readString(COPY))
                .as("the chart's alerts are old: cp %s %s, then renew what is kept (KeptRendersTest)", RULES, COPY)
                .isEqualTo(Files.readString(RULES));
        JsonNode groups = new YAMLMapper().readTree(RULES.toFile()).get("groups");
        PrometheusRule rule =
                Manifests.parse(Chart.in(scratch).render("production")).only(PrometheusRule.class);
        assertThat(rule.getSpec().getGroups()).isNotEmpty().hasSize(groups.size());
    }

    @Test
    void theChartIsOfThisVersion() throws IOException {
        JsonNode chart =
                new YAMLMapper().readTree(Chart.DIRECTORY.resolve("Chart.yaml").toFile());

        assertThat(VERSION.matcher(Files.readString(Path.of("pom.xml")))
                        .results()
                        .map((MatchResult found) -> found.group(1)))
                .containsExactly(chart.get("appVersion").asText());
    }

    /// `deploy/jvm.options` is in the image and was measured in a container of this size.
    @Test
    void theContainerIsTheOneThatTheOptionsAreFor() throws IOException {
        List<String> options = Files.readAllLines(Path.of("deploy/jvm.options"));
        Container broker = Manifests.parse(Chart.in(scratch).render("minimal"))
                .only(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();

        assertThat(options.getFirst()).contains("a container of 512 MiB");
        assertThat(broker.getResources().getLimits()).containsEntry("memory", new Quantity("512Mi"));
        assertThat(broker.getResources().getRequests()).containsEntry("memory", new Quantity("512Mi"));
        assertThat(broker.getResources().getLimits()).doesNotContainKey("cpu");
    }

    @Test
    void theReadmesValuesAreEnough() throws IOException {
        String readme = Files.readString(Chart.DIRECTORY.resolve("README.md"));
        List<String> blocks = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$")
                .matcher(readme)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(blocks).hasSize(1);
        Path values = Files.writeString(scratch.resolve("readme-values.yaml"), blocks.getFirst());
        assertThat(Manifests.parse(Chart.in(scratch).render(values, "broker")).only(Deployment.class))
                .isNotNull();
    }

    /// Every value is explained where it is set, and the schema knows them all.
    @Test
    void theSchemaKnowsEveryValueAndNoOther() throws IOException {
        JsonNode values =
                new YAMLMapper().readTree(Chart.DIRECTORY.resolve("values.yaml").toFile());
        JsonNode schema = new YAMLMapper()
                .readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());

        for (var known : schema.get("properties").properties()) {
            if (!known.getKey().equals("global")) {
                assertThat(values.has(known.getKey())).as(known.getKey()).isTrue();
                JsonNode members = known.getValue().path("properties");
                members.fieldNames()
                        .forEachRemaining(
                                member -> assertThat(values.get(known.getKey()).has(member))
                                        .as(known.getKey() + "." + member)
                                        .isTrue());
            }
        }
    }
}
