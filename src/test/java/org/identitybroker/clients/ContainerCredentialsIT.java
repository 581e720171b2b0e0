package org.identitybroker.clients;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /v1/container-credentials` as the AWS SDKs for JavaScript and Python ask it, by the scripts in
/// `src/clients/container-credentials`. They know of the broker by the standard variables alone.
@QuarkusTest
@WithTestResource(GuideSettings.class)
@Tag("clients")
class ContainerCredentialsIT {
    private static final Path SCRIPTS = Path.of("src/clients/container-credentials");

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void describeTheWorld() {
        String jwt = CallerTokens.of("device");
        environment.put(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:" + RestAssured.port + "/v1/container-credentials");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", jwt);
        environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + emulatorPort);
        environment.put("AWS_REGION", "eu-west-1");
        environment.put("AWS_DEFAULT_REGION", "eu-west-1");
        environment.put("CALLER_JWT", jwt);
        environment.put("CALLER_JWT_WITHOUT_USER", CallerTokens.of("batch"));
        environment.put("IDENTITY_ID", identityOf(BrokerSettings.DEVICES_USER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer "})
    void theSdkForJavaScriptLivesOnThem(String scheme) {
        environment.computeIfPresent("AWS_CONTAINER_AUTHORIZATION_TOKEN", (_, jwt) -> scheme + jwt);

        NodeTests.pass("container-credentials", "javascript.test.mjs", environment);
    }

    /// With the token in a file, as a kubelet keeps it.
    @Test
    void theSdkForPythonLivesOnThem(@TempDir Path folder) throws IOException {
        environment.keySet().removeIf(name -> name.startsWith("AWS_CONTAINER_"));
        environment.put("BROKER_URL", "http://127.0.0.1:" + RestAssured.port);
        Path file = Files.writeString(folder.resolve("token"), CallerTokens.of("device"));
        environment.put("BROKER_JWT_FILE", file.toString());

        Program tests = Program.run(
                SCRIPTS,
                environment,
                List.of("sh", "-c", ". ./environment.sh; exec " + Python.COMMAND + " python_test.py"));

        tests.succeeded();
        assertThat(tests.errors()).containsPattern("Ran [1-9]\\d* tests").doesNotContain("skipped");
    }

    private static String identityOf(String user) {
        return given().auth()
                .oauth2(CallerTokens.of("agentsdesk"))
                .contentType("application/json")
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("identityId");
    }
}
