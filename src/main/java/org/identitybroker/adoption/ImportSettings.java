package org.identitybroker.adoption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Taking over a pool's users: [imports](imports.md).
///
/// As text; [CheckPace] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.imports")
interface ImportSettings {
    /// Lookups at Cognito in a second, of each replica for all its imports together. AWS calls the lookup a
    /// call of low throughput, and publishes no number.
    ///
    /// @return whole number, 1 to 1,000
    @WithDefault("10")
    String checksPerSecond();
}
