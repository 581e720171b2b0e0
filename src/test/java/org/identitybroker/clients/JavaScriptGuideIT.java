package org.identitybroker.clients;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The code of `docs/clients/javascript.md`, `browser.md` and `amplify.md`.
@Tag("clients")
@ExtendWith(GuideWorlds.class)
class JavaScriptGuideIT {
    @ParameterizedTest
    @CsvSource({
        "javascript, javascript, guide.test.mjs",
        "browser, javascript, browser.test.mjs",
        "amplify, amplify, guide.test.mjs"
    })
    void theGuideRuns(String platform, String folder, String script, GuideWorld world) throws Exception {
        try (AppBackend backend = world.backend(platform)) {
            NodeTests.pass(folder, script, world.environment(platform, backend));
        }
        world.requireGoodManners(platform);
    }
}
