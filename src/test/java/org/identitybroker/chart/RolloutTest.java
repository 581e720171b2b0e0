package org.identitybroker.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the objects do together: replicas start, serve, are found, are replaced and end as the broker expects it.
class RolloutTest {
    private static final String CHECKSUM = "checksum/settings";

    @TempDir
    private static Path scratch;

    private final Chart chart = Chart.in(scratch);

    @Test
    void aReplicaIsReplacedOnlyOnceAnotherIsReady() {
        DeploymentSpec spec = deployment("minimal").getSpec();

        assertThat(spec.getReplicas()).isEqualTo(3);
        assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge()).isEqualTo(new IntOrString(1));
        assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable()).isEqualTo(new IntOrString(0));
        assertThat(spec.getTemplate().getSpec().getTopologySpreadConstraints())
                .extracting(TopologySpreadConstraint::getTopologyKey)
                .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    /// The values' defaults are the broker's own, and the pod outlives what they may take.
    @Test
    void thePodOutlivesTheBrokersOwnEnd() throws IOException {
        Properties own = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            own.load(file);
        }
        for (String valueSet : Chart.VALUE_SETS) {
            Manifests manifests = Manifests.parse(chart.render(valueSet));
            Map<Object, Object> rendered = settings(manifests);
            PodSpec pod =
                    manifests.only(Deployment.class).getSpec().getTemplate().getSpec();
            Duration end =
                    duration(rendered, "quarkus.shutdown.delay").plus(duration(rendered, "quarkus.shutdown.timeout"));

            assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()))
                    .as(valueSet)
                    .isEqualTo(end.plusSeconds(6));
            assertThat(broker(pod).getLifecycle()).as("the broker itself waits").isNull();
        }
        Map<Object, Object> minimal = settings(Manifests.parse(chart.render("minimal")));
        assertThat(minimal.get("quarkus.shutdown.delay")).isEqualTo(own.get("%prod.quarkus.shutdown.delay"));
        assertThat(minimal.get("quarkus.shutdown.timeout")).isEqualTo(own.get("quarkus.shutdown.timeout"));
    }

    @Test
    void probesAskTheManagementPort() {
        for (String valueSet : Chart.VALUE_SETS) {
            Container broker =
                    broker(deployment(valueSet).getSpec().getTemplate().getSpec());
            Map<String, Probe> probes = Map.of(
                    "/q/health/started", broker.getStartupProbe(),
                    "/q/health/ready", broker.getReadinessProbe(),
                    "/q/health/live", broker.getLivenessProbe());

            probes.forEach((path, probe) -> {
                assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
                assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("management"));
            });
            assertThat(broker.getStartupProbe().getPeriodSeconds()
                            * broker.getStartupProbe().getFailureThreshold())
                    .isEqualTo(180);
            assertThat(broker.getPorts())
                    .extracting(ContainerPort::getName)
                    .containsExactly(valueSet.equals("production") ? "https" : "http", "management");
        }
    }

    /// Of the ports that the broker itself listens on.
    @Test
    void thePortsAreTheBrokers() throws IOException {
        Properties own = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            own.load(file);
        }

        assertThat(broker(deployment("minimal").getSpec().getTemplate().getSpec())
                        .getPorts())
                .extracting(port -> String.valueOf(port.getContainerPort()))
                .containsExactly(own.getProperty("quarkus.http.port"), own.getProperty("quarkus.management.port"));
    }

    @Test
    void noWayInLeadsToTheManagementPort() {
        for (String valueSet : Chart.VALUE_SETS) {
            Manifests manifests = Manifests.parse(chart.render(valueSet));
            List<Service> services = manifests.all(Service.class);

            assertThat(services).hasSize(2);
            assertThat(services)
                    .filteredOn(service -> ports(service).contains("management"))
                    .singleElement()
                    .satisfies(service -> {
                        assertThat(ports(service)).containsExactly("management");
                        assertThat(service.getMetadata().getName()).endsWith("-management");
                        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
                    });
        }
        Ingress ingress = Manifests.parse(chart.render("ingress")).only(Ingress.class);
        assertThat(ingress.getSpec().getRules().getFirst().getHttp().getPaths())
                .singleElement()
                .satisfies(path -> {
                    assertThat(path.getPath()).isEqualTo("/v1");
                    assertThat(path.getBackend().getService().getName()).isEqualTo("broker-identity-broker");
                    assertThat(path.getBackend().getService().getPort().getName())
                            .isEqualTo("http");
                });
        HTTPRoute route = Manifests.parse(chart.render("gateway")).only(HTTPRoute.class);
        assertThat(route.getSpec().getRules()).singleElement().satisfies(rule -> {
            assertThat(rule.getMatches().getFirst().getPath().getValue()).isEqualTo("/v1");
            assertThat(rule.getBackendRefs().getFirst().getName()).isEqualTo("broker");
            assertThat(rule.getBackendRefs().getFirst().getPort()).isEqualTo(80);
        });
    }

    private static List<String> ports(Service service) {
        return service.getSpec().getPorts().stream().map(ServicePort::getName).toList();
    }

    /// Services, budget and policy find the replicas and not the migration; the monitor finds the one service.
    @Test
    void selectorsFindWhatTheyAreFor() {
        for (String valueSet : Chart.VALUE_SETS) {
            Manifests manifests = Manifests.parse(chart.render(valueSet));
            Deployment deployment = manifests.only(Deployment.class);
            Map<String, String> replica =
                    deployment.getSpec().getTemplate().getMetadata().getLabels();
            List<Map<String, String>> selectors = Stream.of(
                            manifests.all(Service.class).stream()
                                    .map(service -> service.getSpec().getSelector()),
                            manifests.all(PodDisruptionBudget.class).stream()
                                    .map(budget ->
                                            budget.getSpec().getSelector().getMatchLabels()),
                            Stream.of(deployment.getSpec().getSelector().getMatchLabels()),
                            manifests.all(NetworkPolicy.class).stream()
                                    .filter(policy -> !isHook(policy))
                                    .map(policy ->
                                            policy.getSpec().getPodSelector().getMatchLabels()))
                    .flatMap(found -> found)
                    .toList();

            assertThat(selectors).hasSize(5).allSatisfy(selector -> {
                assertThat(replica.entrySet()).containsAll(selector.entrySet());
                assertThat(selector).containsEntry("app.kubernetes.io/component", "broker");
            });
        }
        Manifests production = Manifests.parse(chart.render("production"));
        Map<String, String> wanted =
                production.only(ServiceMonitor.class).getSpec().getSelector().getMatchLabels();
        assertThat(production.all(Service.class))
                .filteredOn(
                        service -> service.getMetadata().getLabels().entrySet().containsAll(wanted.entrySet()))
                .extracting(service -> service.getMetadata().getName())
                .containsExactly("broker-identity-broker-management");
    }

    @Test
    void anotherSettingReplacesTheReplicas() {
        String before = checksum(chart.render("minimal"));

        assertThat(checksum(chart.renderWith("minimal", "replicas: 5"))).isEqualTo(before);
        assertThat(checksum(chart.renderWith("minimal", "callers: {shop: {subject: other}}")))
                .isNotEqualTo(before);
    }

    @Test
    void theReplicasOfAnAutoscalerAreItsOwn() {
        Manifests manifests = Manifests.parse(chart.render("production"));

        assertThat(manifests.only(Deployment.class).getSpec().getReplicas()).isNull();
        assertThat(manifests
                        .only(HorizontalPodAutoscaler.class)
                        .getSpec()
                        .getScaleTargetRef()
                        .getName())
                .isEqualTo("broker-identity-broker");
    }

    @Test
    void awsCredentialsComeFromTheServiceAccount() {
        String role = "eks.amazonaws.com/role-arn";

        assertThat(Manifests.parse(chart.render("minimal"))
                        .only(ServiceAccount.class)
                        .getMetadata()
                        .getAnnotations())
                .containsEntry(role, "arn:aws:iam::111122223333:role/identity-broker");
        Manifests podIdentity = Manifests.parse(chart.render("gateway"));
        assertThat(podIdentity.only(ServiceAccount.class).getMetadata().getAnnotations())
                .doesNotContainKey(role);
        assertThat(podIdentity
                        .only(Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getServiceAccountName())
                .isEqualTo(podIdentity.only(ServiceAccount.class).getMetadata().getName())
                .isEqualTo("broker-aws");
        ServiceAccount printedByAws = Manifests.parse(chart.renderWith(
                        "minimal",
                        "{aws: {roleArn: ''}, serviceAccount: {name: own, annotations: {" + role + ": 'arn:other'}}}"))
                .only(ServiceAccount.class);
        assertThat(printedByAws.getMetadata().getName()).isEqualTo("own");
        assertThat(printedByAws.getMetadata().getAnnotations()).containsExactly(Map.entry(role, "arn:other"));
        assertThat(openTo(podIdentity.only(NetworkPolicy.class), "169.254.170.23/32"))
                .containsExactly("80");
    }

    @Test
    void thePolicyOpensWhatTheBrokerNeeds() {
        Chart charts = chart;
        NetworkPolicy production = Manifests.parse(charts.render("production")).only(NetworkPolicy.class);
        NetworkPolicy minimal = Manifests.parse(charts.render("minimal")).only(NetworkPolicy.class);

        assertThat(production.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(openTo(production, "10.20.0.0/24")).containsExactly("6432");
        assertThat(openTo(production, "10.30.0.0/24")).containsExactly("443", "6443");
        assertThat(openTo(minimal, "10.0.0.0/8")).containsExactly("5432");
        assertThat(openTo(minimal, "0.0.0.0/0")).containsExactly("443");
        assertThat(openTo(minimal, "169.254.20.10/32")).containsExactly("53", "53");
        assertThat(minimal.getSpec().getEgress()).hasSize(3);
        assertThat(production.getSpec().getEgress()).hasSize(5);
        assertThat(minimal.getSpec().getIngress())
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
        assertThat(minimal.getSpec()
                        .getIngress()
                        .getFirst()
                        .getFrom()
                        .getFirst()
                        .getPodSelector()
                        .getMatchLabels())
                .containsEntry("identitybroker.org/caller", "true");
    }

    @Test
    void withoutCallersNobodyIsLetIn() {
        NetworkPolicy policy = Manifests.parse(
                        chart.renderWith("minimal", "networkPolicy: {callers: [], monitoring: []}"))
                .only(NetworkPolicy.class);

        assertThat(policy.getSpec().getPolicyTypes()).contains("Ingress");
        assertThat(policy.getSpec().getIngress()).isNullOrEmpty();
    }

    @Test
    void severalDatabaseHostsKeepTheirPorts() {
        NetworkPolicy policy = Manifests.parse(chart.renderWith(
                        "minimal", "database: {url: 'jdbc:postgresql://a:5433,b,[fd00::1]:5434/broker?x=y:9/z'}"))
                .only(NetworkPolicy.class);

        assertThat(openTo(policy, "10.0.0.0/8")).containsExactly("5433", "5432", "5434");
    }

    private static List<String> openTo(NetworkPolicy policy, String cidr) {
        return policy.getSpec().getEgress().stream()
                .filter(rule -> rule.getTo().stream()
                        .anyMatch(peer -> peer.getIpBlock() != null
                                && cidr.equals(peer.getIpBlock().getCidr())))
                .flatMap(rule -> rule.getPorts().stream())
                .map(NetworkPolicyPort::getPort)
                .map(port -> String.valueOf(port.getValue()))
                .toList();
    }

    /// Otherwise a replica could migrate before the job has.
    @Test
    void eitherAJobMigratesOrTheReplicas() {
        Manifests byJob = Manifests.parse(chart.render("ingress"));
        Manifests byReplicas = Manifests.parse(chart.render("minimal"));

        Job job = byJob.only(Job.class);
        assertThat(job.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "pre-install,pre-upgrade");
        assertThat(job.getSpec().getTemplate().getSpec().getServiceAccountName())
                .isNull();
        assertThat(job.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .extracting(EnvVar::getName)
                .contains("QUARKUS_INIT_AND_EXIT", "QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_PASSWORD");
        assertThat(byJob.all(NetworkPolicy.class).stream().filter(RolloutTest::isHook))
                .hasSize(1);
        assertThat(settings(byJob)).containsEntry("quarkus.flyway.migrate-at-start", "false");
        assertThat(byReplicas.all(Job.class)).isEmpty();
        assertThat(settings(byReplicas)).doesNotContainKey("quarkus.flyway.migrate-at-start");
    }

    private static boolean isHook(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations())
                .orElse(Map.of())
                .containsKey("helm.sh/hook");
    }

    /// Names that are longer than Kubernetes takes would be cut to the same one.
    @Test
    void aLongReleaseNameKeepsTheServicesApart() {
        Manifests manifests =
                Manifests.parse(chart.render("minimal", "a-release-whose-name-has-as-many-letters-as-helm-lets"));

        assertThat(manifests.all(Service.class))
                .extracting(service -> service.getMetadata().getName())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() <= 63);
    }

    private Deployment deployment(String valueSet) {
        return Manifests.parse(chart.render(valueSet)).only(Deployment.class);
    }

    private static Container broker(PodSpec pod) {
        assertThat(pod.getContainers()).hasSize(1);
        return pod.getContainers().getFirst();
    }

    private static String checksum(String rendered) {
        Map<String, String> annotations = Manifests.parse(rendered)
                .only(Deployment.class)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations();
        assertThat(annotations).containsKey(CHECKSUM);
        return annotations.getOrDefault(CHECKSUM, "");
    }

    private static Duration duration(Map<Object, Object> settings, String name) {
        return Duration.parse(String.valueOf(settings.get(name)));
    }

    private static Map<Object, Object> settings(Manifests manifests) {
        return RenderedSettings.of(manifests.only(ConfigMap.class));
    }
}
