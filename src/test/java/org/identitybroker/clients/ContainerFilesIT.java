package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The image's and Compose's files, held to what others say of such files. `DockerfileTest` and `ComposeFileTest` hold
/// them to what this project wants of them.
@Tag("clients")
class ContainerFilesIT {
    private static final Path PROGRAMS = Path.of("src/test/containers");

    @BeforeAll
    static void install() {
        run("npm", "ci");
    }

    @Test
    void theComposeFileIsOneByTheComposeSpecification() {
        assertThat(run("node", "compose.mjs", file("docker-compose.yml"))).contains("4 services");
    }

    @Test
    void nothingIsWrongWithTheDockerfile() {
        run("npx", "--no-install", "dockerfile-utils", "lint", file("deploy/docker/Dockerfile"));
    }

    private static String file(String path) {
        return Path.of(path).toAbsolutePath().toString();
    }

    private static String run(String... command) {
        return Program.run(PROGRAMS, Map.of(), List.of(command)).succeeded();
    }
}
