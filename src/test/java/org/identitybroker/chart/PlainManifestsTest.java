package org.identitybroker.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `deploy/kubernetes`, for people without Helm: what the chart renders, a file for each object. The settings are a
/// file
/// of their own, of which kustomize makes the ConfigMap.
class PlainManifestsTest {
    private static final Path KEPT = Path.of("deploy/kubernetes");
    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final String SETTINGS = "application.properties";

    /// Beside the rendered ones.
    private static final List<String> BY_HAND = List.of(KUSTOMIZATION, "namespace.yaml", "README.md");

    /// What says that Helm looks after an object, and what kustomize does instead: another name for other settings.
    private static final Pattern OF_HELM = Pattern.compile("(?m)^(?:# Source: .*"
            + "|\\s+helm\\.sh/chart: .*|\\s+app\\.kubernetes\\.io/managed-by: Helm"
            + "|\\s+annotations:\\n\\s+# Settings are read at start.*\\n\\s+checksum/settings: .*)\\n");

    @TempDir
    private static Path scratch;

    @Test
    void areWhatTheChartRenders() throws IOException {
        Map<String, String> files = rendered();

        files.forEach((name, text) -> Chart.compare(KEPT.resolve(name), text));
        try (Stream<Path> kept = Files.list(KEPT)) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(files.keySet().stream(), BY_HAND.stream())
                            .toList());
        }
    }

    @Test
    void kustomizeTakesThemAll() throws IOException {
        JsonNode kustomization =
                new YAMLMapper().readTree(KEPT.resolve(KUSTOMIZATION).toFile());
        List<String> listed = new ArrayList<>();
        kustomization.get("resources").forEach(resource -> listed.add(resource.asText()));
        JsonNode generator = kustomization.get("configMapGenerator").get(0);
        Manifests manifests = Manifests.parse(Chart.in(scratch).render("plain", "identity-broker"));

        List<String> expected = new ArrayList<>(rendered().keySet());
        expected.remove(SETTINGS);
        expected.add("namespace.yaml");
        assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(generator.get("files").get(0).asText()).isEqualTo(SETTINGS);
        assertThat(generator.get("name").asText())
                .isEqualTo(manifests.only(ConfigMap.class).getMetadata().getName())
                .isEqualTo(manifests
                        .only(Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getVolumes()
                        .getFirst()
                        .getConfigMap()
                        .getName());
    }

    @Test
    void theNamespaceTakesNoLessThanRestrictedPods() {
        Namespace namespace =
                Manifests.parse(Chart.read(KEPT.resolve("namespace.yaml"))).only(Namespace.class);

        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        rendered().forEach((name, text) -> {
            if (name.endsWith(".yaml")) {
                assertThat(Manifests.parse(text).all()).as(name).hasSize(1);
            }
            assertThat(text.toLowerCase(Locale.ROOT)).as(name).doesNotContain("helm");
        });
    }

    /// By the names of their files.
    private static Map<String, String> rendered() {
        String all = Chart.in(scratch).render("plain", "identity-broker");
        Map<String, String> files = new TreeMap<>();
        for (String document : all.split("(?m)^---\\n", -1)) {
            if (!document.isBlank()) {
                Manifests manifest = Manifests.parse(document);
                manifest.all(ConfigMap.class)
                        .forEach(map -> files.put(SETTINGS, map.getData().get(SETTINGS)));
                if (manifest.all(ConfigMap.class).isEmpty()) {
                    files.put(fileName(manifest), OF_HELM.matcher(document).replaceAll(""));
                }
            }
        }
        return files;
    }

    private static String fileName(Manifests manifest) {
        var object = manifest.all().getFirst();
        String suffix = object.getMetadata().getName().replaceFirst("^identity-broker", "");
        return object.getKind().toLowerCase(Locale.ROOT) + suffix + ".yaml";
    }
}
