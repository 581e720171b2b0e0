package org.identitybroker.clients;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The code of `docs/clients/python.md`.
@Tag("clients")
@ExtendWith(GuideWorlds.class)
class PythonGuideIT {
    private static final Path SCRIPTS = Path.of("src/clients/python");

    @Test
    void theGuideRuns(GuideWorld world) throws Exception {
        try (AppBackend backend = world.backend("python")) {
            Map<String, String> environment = new HashMap<>(world.environment("python", backend));
            environment.put("PYTHONDONTWRITEBYTECODE", "1");
            // unittest ends with 0 only if all tests ran and none failed.
            Program.run(SCRIPTS, environment, List.of(Python.COMMAND, "guide_test.py"))
                    .succeeded();
        }
        world.requireGoodManners("python");
    }
}
