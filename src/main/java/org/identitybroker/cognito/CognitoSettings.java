package org.identitybroker.cognito;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// `broker.cognito.…`, as text; [CognitoLimits] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.cognito")
interface CognitoSettings {
    /// Another address than AWS' own, for an emulator. In production refused unless `allow-endpoint-override`
    /// is true.
    Optional<String> endpoint();

    /// Says that the override in production is meant.
    @WithDefault("false")
    String allowEndpointOverride();

    /// The longest wait for an answer, all attempts together.
    @WithDefault("PT5S")
    String callTimeout();

    /// The longest wait of one attempt.
    @WithDefault("PT2S")
    String attemptTimeout();

    /// Attempts of one call, the first included.
    @WithDefault("3")
    String maxAttempts();
}
