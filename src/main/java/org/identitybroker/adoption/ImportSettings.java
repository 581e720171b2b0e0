package org.identitybroker.adoption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// `broker.imports.…`, as text; [CheckPace] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.imports")
interface ImportSettings {
    /// How many users this replica looks up at Cognito in a second, for all its imports together. AWS calls the
    /// lookup a call of low throughput, and publishes no number.
    @WithDefault("10")
    String checksPerSecond();
}
