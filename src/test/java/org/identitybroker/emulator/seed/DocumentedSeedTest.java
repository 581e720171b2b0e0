package org.identitybroker.emulator.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.api.Test;

/// The example in the documentation is a good seed file, and each of its members counts.
class DocumentedSeedTest {
    private static final Pattern EXAMPLE = Pattern.compile("<!-- seed\\.json -->\n```json\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void theExampleStartsAnEmulator() throws Exception {
        EmulatorOptions.Builder seeded = Seed.parse(example());
        EmulatorOptions options = seeded.build();

        assertThat(options.pools()).hasSize(1);
        PoolSettings pool = options.pools().getFirst();
        assertThat(pool.developerProviderName()).contains("login.example.com");
        assertThat(pool.allowClassicFlow()).isEqualTo(Optional.of(true));
        assertThat(pool.allowUnauthenticatedIdentities()).isTrue();
        assertThat(pool.publicLogins().supported()).containsKey("accounts.google.com");
        assertThat(pool.publicLogins().userPoolClients()).hasSize(1);
        assertThat(pool.publicLogins().openIdConnectArns()).hasSize(1);
        assertThat(pool.publicLogins().samlArns()).hasSize(1);
        assertThat(pool.roles().mappings()).hasSize(1);
        assertThat(pool.attributeMaps()).hasSize(1);
        assertThat(pool.tags()).isEqualTo(Map.of("stage", "test"));
        assertThat(options.users()).hasSize(1);
        assertThat(options.publicProviders()).hasSize(2);
        assertThat(options.samlProviders()).hasSize(1);
        assertThat(options.policies()).hasSize(1);
        assertThat(options.buckets()).containsExactly("reports");
        assertThat(options.accessKeys().secretOf("AKIAEXAMPLE")).isPresent();
        assertThat(options.accountId()).isEqualTo("444455556666");
        assertThat(options.rolesWithoutTagSession()).hasSize(1);
        assertThat(options.linkWithoutProof()).isFalse();

        try (CognitoEmulator emulator = CognitoEmulator.start(options)) {
            assertThat(emulator.policies().all()).containsAllEntriesOf(options.policies());
        }
    }

    private static String example() throws Exception {
        Matcher found = EXAMPLE.matcher(Files.readString(Path.of("docs/emulator.md")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
