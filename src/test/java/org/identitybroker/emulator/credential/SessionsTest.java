package org.identitybroker.emulator.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Temporary credentials are recognised again by what issued them, and by nothing else.
class SessionsTest {
    private static final Session SESSION = new Session(
            "eu-west-1:1",
            "eu-west-1:0",
            List.of("authenticated", "login.example.com"),
            Map.of("tier", "gold"),
            new AssumedRole("arn:aws:iam::111122223333:role/CognitoAuthenticated", "CognitoIdentityCredentials"),
            Session.Flow.ENHANCED,
            Instant.parse("2026-11-21T10:15:00Z"));

    private final Sessions sessions = new Sessions();
    private final TemporaryCredentials issued = sessions.issue(SESSION);

    @Test
    void aSessionIsFoundByItsToken() {
        assertEquals(Optional.of(SESSION), sessions.find(issued.accessKeyId(), issued.revealSessionToken()));
        assertEquals(issued.revealSecretKey(), sessions.secretOf(issued.accessKeyId()));
    }

    @Test
    void anotherAccessKeyDoesNotFindIt() {
        String other = sessions.issue(SESSION).accessKeyId();

        assertTrue(sessions.find(other, issued.revealSessionToken()).isEmpty());
    }

    @Test
    void anotherEmulatorDoesNotFindIt() {
        assertTrue(new Sessions()
                .find(issued.accessKeyId(), issued.revealSessionToken())
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void nonsenseFindsNothing(String token) {
        assertTrue(sessions.find(issued.accessKeyId(), token).isEmpty());
    }

    @Test
    void credentialsDoNotPrintThemselves() {
        assertFalse(issued.toString().contains(issued.revealSecretKey()));
        assertFalse(issued.toString().contains(issued.revealSessionToken()));
    }
}
