package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Start and stop.
class LifecycleTest {
    private static final String GET_ID = "{\"IdentityPoolId\":\"%s\"}".formatted(TestEmulator.POOL);

    private final EmulatorOptions options =
            EmulatorOptions.builder().pools(TestEmulator.pool()).build();

    @Test
    void afterTheStopNobodyListens() {
        CognitoEmulator emulator = CognitoEmulator.start(options);
        var wire = new Wire(emulator.endpoint());
        assertEquals(200, wire.call("GetId", GET_ID).status());

        emulator.close();

        assertThrows(UncheckedIOException.class, () -> wire.call("GetId", GET_ID));
    }

    @Test
    void aVertxThatWasLentStaysOpen() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            for (int round = 0; round < 2; round++) {
                try (CognitoEmulator emulator = CognitoEmulator.start(options, vertx)) {
                    assertEquals(
                            200,
                            new Wire(emulator.endpoint()).call("GetId", GET_ID).status());
                }
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPortThatIsTakenFailsTheStart() {
        try (CognitoEmulator first = CognitoEmulator.start(options)) {
            EmulatorOptions same = EmulatorOptions.builder().port(first.port()).build();

            assertThrows(IllegalStateException.class, () -> CognitoEmulator.start(same));
        }
    }

    @Test
    void theEndpointIsOnTheLoopbackAddress() {
        try (CognitoEmulator emulator = CognitoEmulator.start(options)) {
            assertEquals(
                    "http://127.0.0.1:" + emulator.port(), emulator.endpoint().toString());
            assertTrue(emulator.port() > 0);
        }
    }

    @Test
    void twoEmulatorsShareNoState() {
        try (TestEmulator one = TestEmulator.start();
                TestEmulator other = TestEmulator.start()) {
            String guest = one.guest();

            assertEquals(
                    "ResourceNotFoundException",
                    other.wire
                            .call("GetOpenIdToken", "{\"IdentityId\":\"%s\"}".formatted(guest))
                            .error());
        }
    }
}
