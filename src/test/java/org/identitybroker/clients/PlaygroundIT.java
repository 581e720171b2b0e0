package org.identitybroker.clients;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The playground, step by step, in a real browser, by the scripts in `src/clients/playground`. Pictures of it are in
/// `target/playground` afterwards.
@QuarkusTest
@Tag("clients")
class PlaygroundIT {
    private static final Path PICTURES = Path.of("target/playground").toAbsolutePath();

    @ConfigProperty(name = "broker.emulator.port")
    int emulator;

    @ParameterizedTest
    @ValueSource(strings = {"steps.test.mjs", "manners.test.mjs"})
    void worksInARealBrowser(String script) {
        Map<String, String> environment = Map.of(
                "PLAYGROUND", "http://localhost:" + RestAssured.port + "/",
                "EMULATOR_ENDPOINT", "http://localhost:" + emulator,
                "SCREENSHOTS", PICTURES.toString());

        NodeTests.pass("playground", script, environment);
    }
}
