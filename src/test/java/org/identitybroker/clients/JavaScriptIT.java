package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The AWS SDK for JavaScript and Amplify, by the scripts in `src/clients/emulator`.
@Tag("clients")
class JavaScriptIT {
    private static final Path SCRIPTS = Path.of("src/clients/emulator");

    private static ClientsEmulator emulator;

    @BeforeAll
    static void start() {
        Program.run(SCRIPTS, Map.of(), List.of("npm", "ci")).succeeded();
        emulator = new ClientsEmulator();
    }

    @AfterAll
    static void stop() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cognito-identity.test.mjs", "credentials.test.mjs", "amplify.test.mjs"})
    void believesTheEmulator(String script) {
        Map<String, String> environment =
                Map.of("EMULATOR_ENDPOINT", emulator.endpoint(), "EMULATOR_POOL", ClientsEmulator.POOL);
        String report = Program.run(SCRIPTS, environment, List.of("node", "--test", "--test-reporter=tap", script))
                .succeeded();

        assertThat(report).contains("# fail 0", "# skipped 0").containsPattern("# pass [1-9]");
    }
}
