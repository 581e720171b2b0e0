package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.Headers;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.sigv4.AccessKeys;
import org.identitybroker.emulator.wire.ErrorType;
import org.identitybroker.emulator.wire.Refusal;
import org.junit.jupiter.api.Test;

/// What is secret does not print itself.
class SecretsTest {
    private static final String SECRET = "s3cr3t";

    @Test
    void optionsShowNoSecretKeys() {
        EmulatorOptions options =
                EmulatorOptions.builder().accessKeys(Map.of("AKIAME", SECRET)).build();

        assertTrue(options.toString().contains("AKIAME"));
        assertFalse(options.toString().contains(SECRET));
        assertTrue(AccessKeys.standard().toString().contains("test"));
    }

    @Test
    void aRequestShowsNeitherHeadersNorBody() {
        var headers = new Headers(List.of(Map.entry("X-Amz-Security-Token", SECRET)));
        var request = new Request("POST", "/", "", headers, Body.of(SECRET));

        assertFalse(request.toString().contains(SECRET));
    }

    @Test
    void theExceptionOfARefusalHasNotItsText() {
        var refusal = new Refusal(ErrorType.VALIDATION, SECRET);

        assertEquals("ValidationException", refusal.getMessage());
        assertFalse(refusal.toString().contains(SECRET));
    }
}
