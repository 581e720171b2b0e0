package org.identitybroker.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.identitybroker.pool.FakePoolSetting.RIGHT;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UserIdentifiersTest {
    private static final String KEY =
            Base64.getEncoder().encodeToString("k".repeat(32).getBytes(UTF_8));
    private static final FakePoolSetting PSEUDONYMS =
            RIGHT.identifier("hmac-sha256").key(KEY);

    @TempDir
    private static Path files;

    @Test
    void plainIdentifierIsTheUserIdByteForByte() {
        Pool pool = pool(RIGHT);

        assertThat(pool.developerUserIdentifier("j\u00FCrgen ")).isEqualTo("j\u00FCrgen ");
        assertThat(pool.userIdentifiers().keyId()).isEmpty();
        assertThat(pool(RIGHT.identifier("plain"))).isEqualTo(pool);
    }

    /// Computed with `printf 'POOL\0USER' | openssl dgst -sha256 -hmac kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk`.
    @ParameterizedTest
    @CsvSource({
        "alice, aee439b2b9b89fce274740c490470333b4efa15214ff4386e4e9797cfa513bca",
        "j\u00FCrgen, ca064922164204d59d0f0428f3f5665d7239ff7cbbad3eb825158e81ea821ad6"
    })
    void pseudonymCanBeComputedElsewhere(String user, String expected) {
        Pool pool = pool(PSEUDONYMS);

        assertThat(pool.developerUserIdentifier(user)).isEqualTo(expected);
        assertThat(pool.userIdentifiers().keyId()).contains("1");
    }

    @Test
    void pseudonymsDifferByUserPoolAndKey() {
        String other = Base64.getEncoder().encodeToString("o".repeat(32).getBytes(UTF_8));
        assertThat(Stream.of(
                                pool(PSEUDONYMS).developerUserIdentifier("alice"),
                                pool(PSEUDONYMS).developerUserIdentifier("Alice"),
                                pool(PSEUDONYMS.id("eu-west-1:00000000-0000-0000-0000-000000000002"))
                                        .developerUserIdentifier("alice"),
                                pool(PSEUDONYMS.key(other)).developerUserIdentifier("alice"))
                        .distinct())
                .hasSize(4)
                .allMatch(pseudonym -> pseudonym.matches("[0-9a-f]{64}"));
    }

    @Test
    void keyMayStandInAFile() throws IOException {
        Path file = Files.writeString(files.resolve("key"), KEY + "\n");

        assertThat(pool(PSEUDONYMS.key("file:" + file)).developerUserIdentifier("alice"))
                .isEqualTo(pool(PSEUDONYMS).developerUserIdentifier("alice"));
    }

    @Test
    void keyIdIsTheOneThatWasSet() {
        assertThat(pool(PSEUDONYMS.keyId("2026a")).userIdentifiers().keyId()).contains("2026a");
    }

    @Test
    void keyDoesNotPrint() {
        assertThat(pool(PSEUDONYMS).toString())
                .contains("redacted")
                .doesNotContain(KEY, "kkkk")
                .doesNotContainPattern("[0-9a-f]{64}");
    }

    static Stream<Arguments> wrong() throws IOException {
        Path notAKey = Files.writeString(files.resolve("text"), "not a key");
        String short31 = Base64.getEncoder().encodeToString(new byte[31]);
        return Stream.of(
                arguments("another way", RIGHT.identifier("sha256"), "user-identifier"),
                arguments("in capitals", RIGHT.identifier("HMAC-SHA256").key(KEY), "user-identifier"),
                arguments("no key", RIGHT.identifier("hmac-sha256"), "user-identifier-key"),
                arguments("blank key", PSEUDONYMS.key(" "), "user-identifier-key"),
                arguments("31 bytes", PSEUDONYMS.key(short31), "user-identifier-key"),
                arguments("not base64", PSEUDONYMS.key("hunter2!".repeat(8)), "user-identifier-key"),
                arguments("no such file", PSEUDONYMS.key("file:/nowhere/key"), "user-identifier-key"),
                arguments("a folder", PSEUDONYMS.key("file:" + files), "user-identifier-key"),
                arguments("file without a key", PSEUDONYMS.key("file:" + notAKey), "user-identifier-key"),
                arguments("key that is not used", RIGHT.key(KEY), "user-identifier-key"),
                arguments("key with plain", RIGHT.identifier("plain").key(KEY), "user-identifier-key"),
                arguments("key id with plain", RIGHT.keyId("1"), "user-identifier-key-id"),
                arguments("empty key id", PSEUDONYMS.keyId(""), "user-identifier-key-id"),
                arguments("key id with a hyphen", PSEUDONYMS.keyId("2026-11"), "user-identifier-key-id"),
                arguments("key id of 33", PSEUDONYMS.keyId("k".repeat(33)), "user-identifier-key-id"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void oneWrongSettingGivesOneLineWithItsNameAndNoKey(String name, FakePoolSetting setting, String wrong) {
        assertThat(pools(setting).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.pools.customers." + wrong + ": ")
                .doesNotContain("hunter2", KEY);
    }

    private static Pool pool(FakePoolSetting setting) {
        Pools pools = pools(setting);
        assertThat(pools.mistakes()).isEmpty();
        return pools.find(new PoolName("customers")).orElseThrow();
    }

    private static Pools pools(FakePoolSetting setting) {
        return new Pools(() -> Map.of("customers", setting), Map::of);
    }
}
