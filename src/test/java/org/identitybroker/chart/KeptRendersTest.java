package org.identitybroker.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every value set is linted, rendered, read as strictly as a cluster would, and compared with what it was before.
class KeptRendersTest {
    static final List<String> VALUE_SETS = Chart.VALUE_SETS;

    private static final Path KEPT = Path.of("src/test/resources/chart");

    @TempDir
    private static Path scratch;

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void isWhatIsKept(String valueSet) {
        String rendered = Chart.in(scratch).render(valueSet);

        assertThat(Manifests.parse(rendered).all()).hasSizeGreaterThan(6);
        Chart.compare(KEPT.resolve(valueSet + ".yaml"), rendered);
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void hasNothingForTheLinter(String valueSet) {
        LintResult result = Chart.in(scratch).lint(valueSet);

        assertThat(result.getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
        assertThat(result.isFailed()).isFalse();
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsNoticed() {
        String rendered = Chart.in(scratch).render("minimal");

        assertThatThrownBy(() -> Manifests.parse(rendered.replace("minReadySeconds:", "minReadySecond:")))
                .hasMessageContaining("minReadySecond");
        assertThatThrownBy(() -> Manifests.parse(rendered.replace("startupProbe:", "startProbe:")))
                .hasMessageContaining("startProbe");
        assertThatThrownBy(() -> Manifests.parse(rendered.replace("policy/v1", "policy/v1beta1")))
                .hasMessageContaining("policy/v1beta1");
        assertThatThrownBy(() ->
                        Manifests.parse(rendered.replace("  minReadySeconds:", "  replicas: 1\n  minReadySeconds:")))
                .hasMessageContaining("replicas");
    }

    @Test
    void theNotesSayWhatIsStillToDo() {
        Chart chart = Chart.in(scratch);

        assertThat(chart.notes("gateway"))
                .contains("http://broker.identity.svc:80/v1, and from outside at broker.example.com.")
                .contains("aws eks create-pod-identity-association")
                .contains("--service-account broker-aws");
        assertThat(chart.notes("production"))
                .contains("https://broker-identity-broker.identity.svc:443/v1.")
                .doesNotContain("no TLS", "pod-identity-association");
    }
}
