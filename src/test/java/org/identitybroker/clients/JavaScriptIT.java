package org.identitybroker.clients;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The AWS SDK for JavaScript and Amplify, by the scripts in `src/clients/emulator`.
@Tag("clients")
class JavaScriptIT {
    private static ClientsEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = new ClientsEmulator();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cognito-identity.test.mjs", "credentials.test.mjs", "amplify.test.mjs"})
    void believesTheEmulator(String script) {
        Map<String, String> environment =
                Map.of("EMULATOR_ENDPOINT", emulator.endpoint(), "EMULATOR_POOL", ClientsEmulator.POOL);
        NodeTests.pass("emulator", script, environment);
    }
}
