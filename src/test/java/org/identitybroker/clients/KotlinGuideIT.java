package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The code of `docs/clients/kotlin.md`, with a build of its own.
@Tag("clients")
@ExtendWith(GuideWorlds.class)
class KotlinGuideIT {
    private static final Path PROJECT = Path.of("src/clients/kotlin");

    @Test
    void theGuideRuns(GuideWorld world) throws Exception {
        try (AppBackend backend = world.backend("kotlin")) {
            String report = Program.run(
                            PROJECT,
                            world.environment("kotlin", backend),
                            List.of("../../../mvnw", "--batch-mode", "test"))
                    .succeeded();
            assertThat(report).containsPattern("Tests run: [1-9]\\d*, Failures: 0, Errors: 0, Skipped: 0");
        }
        world.requireGoodManners("kotlin");
    }
}
