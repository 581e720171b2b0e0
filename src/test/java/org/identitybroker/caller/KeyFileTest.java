package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys in a file that changes.
class KeyFileTest {
    private static final TestIssuer BEFORE = new TestIssuer("https://login.example.com", "before");
    private static final TestIssuer AFTER = new TestIssuer("https://login.example.com", "after");
    private static final JwtConsumer READER = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    @TempDir
    private Path files;

    private final Logger log = Logger.getLogger(KeyFile.class.getName());
    private final Records records = new Records();
    private Path file = Path.of("/");
    private Instant modified = Instant.parse("2026-11-21T10:00:00Z");
    private long nanos;

    @BeforeEach
    void listen() {
        file = files.resolve("keys");
        log.addHandler(records);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(records);
    }

    @Test
    void newKeysAreUsedAndOldOnesAreNot() throws IOException {
        Issuer issuer = issuer(BEFORE.jwks());

        write(AFTER.jwks());
        passes(Duration.ofSeconds(1));

        assertAccepted(issuer, AFTER);
        assertRefused(issuer, BEFORE);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void newPemIsUsed() throws IOException {
        Issuer issuer = issuer(BEFORE.pem(JWSAlgorithm.ES256));

        write(AFTER.pem(JWSAlgorithm.ES256));
        passes(Duration.ofSeconds(1));

        assertAccepted(issuer, AFTER);
        assertRefused(issuer, BEFORE);
    }

    @Test
    void unknownKeyIdIsReasonToLookAtOnce() throws IOException {
        Issuer issuer = issuer(BEFORE.jwks());

        write(AFTER.jwks());

        assertAccepted(issuer, AFTER);
    }

    @Test
    void knownKeysAreNotLookedAfterWithinASecond() throws IOException {
        Issuer issuer = issuer(BEFORE.jwks());

        write(AFTER.jwks());
        passes(Duration.ofMillis(999));

        assertAccepted(issuer, BEFORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "secret", "{\"a\":1}", "-----BEGIN PUBLIC KEY-----\nsecret\n"})
    void wrongFileKeepsTheKeysFromBeforeAndIsToldOnce(String wrong) throws IOException {
        Issuer issuer = issuer(BEFORE.jwks());
        write(wrong);

        for (int i = 0; i < 5; i++) {
            passes(Duration.ofSeconds(1));
            assertAccepted(issuer, BEFORE);
            assertRefused(issuer, AFTER);
        }

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains(file.toString())
                .doesNotContain("secret");
    }

    @Test
    void fileThatIsGoneForAWhileIsToldOnceAndReadAgain() throws IOException {
        Issuer issuer = issuer(BEFORE.jwks());
        Files.delete(file);
        for (int i = 0; i < 5; i++) {
            passes(Duration.ofSeconds(1));
            assertAccepted(issuer, BEFORE);
        }
        assertThat(warnings()).hasSize(1);

        write(AFTER.jwks());
        passes(Duration.ofSeconds(1));

        assertAccepted(issuer, AFTER);
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void everyWrongChangeIsTold() throws IOException {
        Issuer issuer = issuer(BEFORE.jwks());
        for (String wrong : List.of("one", "two")) {
            write(wrong);
            passes(Duration.ofSeconds(1));
            assertAccepted(issuer, BEFORE);
        }

        assertThat(warnings()).hasSize(2);
    }

    @Test
    void fileThatIsWrongAtStartIsAMistake() throws IOException {
        write("not a key");

        assertThatThrownBy(() -> new KeyFile(file, () -> nanos)).isInstanceOf(RuntimeException.class);
    }

    private Issuer issuer(String keys) throws IOException {
        write(keys);
        return new Issuer(BEFORE.iss(), TestIssuer.AUDIENCE, Set.of("ES256"), new KeyFile(file, () -> nanos));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        modified = modified.plusSeconds(1);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private void passes(Duration duration) {
        nanos += duration.toNanos();
    }

    private List<String> warnings() {
        return records.messages;
    }

    private static void assertAccepted(Issuer issuer, TestIssuer signer) {
        assertThatCode(() -> issuer.verify(parsed(signer))).doesNotThrowAnyException();
    }

    private static void assertRefused(Issuer issuer, TestIssuer signer) {
        assertThatThrownBy(() -> issuer.verify(parsed(signer))).isInstanceOf(InvalidJwtException.class);
    }

    private static JwtContext parsed(TestIssuer signer) throws InvalidJwtException {
        return READER.process(signer.token(JWSAlgorithm.ES256));
    }

    private static final class Records extends Handler {
        private final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
                Object[] parameters = logged.getParameters();
                messages.add(
                        parameters == null
                                ? logged.getMessage()
                                : logged.getMessage().formatted(parameters));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
