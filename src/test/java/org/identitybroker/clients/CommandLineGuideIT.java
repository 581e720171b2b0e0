package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The code of `docs/clients/aws-cli.md`.
@Tag("clients")
@ExtendWith(GuideWorlds.class)
class CommandLineGuideIT {
    private static final Path FILES = Path.of("src/clients/commandline").toAbsolutePath();
    private static final Map<String, Long> ONE_RENEWAL =
            Map.of("GetOpenIdTokenForDeveloperIdentity", 1L, "GetCredentialsForIdentity", 1L);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private GuideWorld world;
    private AppBackend backend;
    private Map<String, String> environment;

    @BeforeEach
    void install(GuideWorld shared) throws IOException {
        world = shared;
        backend = world.backend("commandline");
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path program = Files.createSymbolicLink(programs.resolve("app-credentials"), FILES.resolve("app-credentials"));
        Path config = Files.writeString(
                folder.resolve("config"),
                Files.readString(FILES.resolve("config"))
                        .replace("/usr/local/bin/app-credentials", program.toString()));
        Files.writeString(folder.resolve("notes.txt"), "hello");
        environment = new HashMap<>(world.environment("commandline", backend));
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        environment.put("AWS_CONFIG_FILE", config.toString());
        environment.put("XDG_STATE_HOME", folder.toString());
        environment.put("APP_BACKEND_URL", backend.url());
        environment.put("APP_IDENTITY_POOL_ID", GuideWorld.poolId("commandline"));
        environment.put(
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY", world.cognito().endpoint().toString());
        // The CLI knows a variable for its address since 2.13 only.
        String real = Program.run(folder, Map.of(), List.of("sh", "-c", "command -v aws"))
                .succeeded()
                .strip();
        Path wrapper = Files.writeString(
                programs.resolve("aws"),
                "#!/bin/sh\nexec %s --endpoint-url %s \"$@\"\n"
                        .formatted(real, world.cognito().endpoint()));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        callsNow();
    }

    @AfterEach
    void leave() throws Exception {
        backend.close();
        world.requireGoodManners("commandline");
    }

    @Test
    void theSessionOfTheGuideRuns() {
        String passwords = "printf 'wonderland\\nbuilder\\nsongs\\n' | ";
        Program session = sh(passwords + "sh " + FILES.resolve("session.sh"));

        assertThat(session.succeeded()).endsWith("notes.txt\n");
        assertThat(callsNow()).containsEntry("GetId", 1L).containsEntry("GetOpenIdTokenForDeveloperIdentity", 3L);
    }

    @Test
    void manyCommandsCostOneToken() throws IOException {
        signIn("alice", "wonderland");
        callsNow();
        sh("aws s3 cp notes.txt s3://$BUCKET/home/$(app-credentials identity)/").succeeded();
        sh("aws s3 cp notes.txt s3://$BUCKET/home/$(app-credentials identity)/").succeeded();
        assertThat(callsNow()).isEmpty();

        endIn(Duration.ofMinutes(10));
        sh("aws s3 cp notes.txt s3://$BUCKET/home/$(app-credentials identity)/").succeeded();
        assertThat(callsNow()).as("before the end").isEqualTo(ONE_RENEWAL);

        endIn(Duration.ofHours(-24));
        sh("app-credentials & app-credentials & app-credentials & wait").succeeded();
        assertThat(callsNow()).as("after the end").isEqualTo(ONE_RENEWAL);
    }

    @Test
    void theFileIsTheOwnersAlone() throws IOException {
        signIn("bob", "builder");
        assertThat(Files.getPosixFilePermissions(state())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(state())).contains("session").doesNotContain("builder");

        sh("app-credentials sign-out").succeeded();
        assertThat(Files.readString(state())).isEqualTo("{}");
        assertThat(sh("app-credentials").errors()).contains("sign in first");
    }

    @Test
    void aRefusalIsToldByItsCode() throws Exception {
        signIn("dave", "copper");
        world.disable(sh("app-credentials identity").succeeded().strip());
        endIn(Duration.ZERO);

        Program refused = sh("aws --profile app s3 ls s3://$BUCKET/");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.errors()).contains("identity-disabled");
    }

    private void signIn(String name, String password) {
        sh("echo " + password + " | app-credentials sign-in " + name).succeeded();
    }

    private Program sh(String command) {
        return Program.run(folder, environment, List.of("sh", "-c", "export AWS_PROFILE=app; " + command));
    }

    private Path state() {
        return folder.resolve("app-credentials.json");
    }

    /// As if the time had passed.
    private void endIn(Duration left) throws IOException {
        ObjectNode state = (ObjectNode) JSON.readTree(state().toFile());
        String end = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.now().plus(left).atOffset(ZoneOffset.UTC));
        ((ObjectNode) state.path("credentials")).put("Expiration", end);
        JSON.writeValue(state().toFile(), state);
    }

    private int seen;

    /// What Cognito was asked since the last look.
    private Map<String, Long> callsNow() {
        Map<String, Long> counts = new TreeMap<>();
        var all = world.cognito().requests().all();
        all.stream()
                .skip(seen)
                .filter(request -> request.outcome().equals("ok"))
                .forEach(request -> counts.merge(request.operation().orElseThrow(), 1L, Long::sum));
        seen = all.size();
        return counts;
    }
}
