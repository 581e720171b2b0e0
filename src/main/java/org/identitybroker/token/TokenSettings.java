package org.identitybroker.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Tokens that may be reused.
///
/// As text; [TokenLimits] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.tokens")
interface TokenSettings {
    /// Memory for them at each replica; one takes about 2 KB. When it is full, those that are asked for least
    /// go.
    ///
    /// @return size, at least `1M`
    @WithDefault("32M")
    String reuseMemory();
}
