package org.identitybroker.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The restricted Pod Security Standard and what goes beyond it, for every pod of every value set.
class PodSecurityTest {
    static final List<String> VALUE_SETS = Chart.VALUE_SETS;

    /// Of the restricted standard, and `projected` tokens.
    private static final Set<String> VOLUMES = Set.of("configMap", "emptyDir", "projected", "secret");

    @TempDir
    private static Path scratch;

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void podsAreRestricted(String valueSet) {
        List<PodTemplateSpec> pods =
                Manifests.parse(Chart.in(scratch).render(valueSet)).pods();

        assertThat(pods).isNotEmpty();
        for (PodTemplateSpec pod : pods) {
            isRestricted(pod.getSpec());
            for (Container container : pod.getSpec().getContainers()) {
                isRestricted(container);
                takesPasswordsFromSecretsOnly(container);
            }
        }
    }

    private static void isRestricted(PodSpec pod) {
        PodSecurityContext context = pod.getSecurityContext();
        assertThat(context.getRunAsNonRoot()).isTrue();
        assertThat(context.getRunAsUser()).isEqualTo(10001);
        assertThat(context.getRunAsGroup()).isEqualTo(10001);
        assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getInitContainers()).isEmpty();
        assertThat(pod.getVolumes()).allSatisfy(PodSecurityTest::isHarmless);
    }

    private static void isHarmless(Volume volume) {
        String type = volume.getConfigMap() != null
                ? "configMap"
                : volume.getEmptyDir() != null
                        ? "emptyDir"
                        : volume.getProjected() != null
                                ? "projected"
                                : volume.getSecret() != null ? "secret" : "another";
        assertThat(type).as(volume.getName()).isIn(VOLUMES);
    }

    private static void isRestricted(Container container) {
        SecurityContext context = container.getSecurityContext();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getPrivileged()).isFalse();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(container.getVolumeMounts())
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .extracting(VolumeMount::getMountPath)
                .containsExactly("/tmp");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    }

    private static void takesPasswordsFromSecretsOnly(Container container) {
        assertThat(container.getEnv())
                .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|SECRET|KEY).*"))
                .isNotEmpty()
                .allSatisfy((EnvVar variable) -> {
                    assertThat(variable.getValue()).isNull();
                    assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                            .isNotBlank();
                });
    }

    /// What EKS mounts for AWS does not need it.
    @Test
    void onlyAnIssuerThatIsTheClusterNeedsATokenForIt() {
        Chart chart = Chart.in(scratch);
        Manifests without = Manifests.parse(chart.render("minimal"));
        Manifests with = Manifests.parse(chart.render("production"));

        assertThat(without.only(ServiceAccount.class).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(tokens(without)).isZero();
        assertThat(tokens(with)).isEqualTo(1);
    }

    private static long tokens(Manifests manifests) {
        return manifests.pods().stream()
                .flatMap(pod -> pod.getSpec().getVolumes().stream())
                .filter(volume -> volume.getProjected() != null)
                .flatMap(volume -> volume.getProjected().getSources().stream())
                .filter(source -> source.getServiceAccountToken() != null)
                .count();
    }
}
