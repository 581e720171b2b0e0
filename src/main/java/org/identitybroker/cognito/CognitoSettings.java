package org.identitybroker.cognito;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// How Cognito is called.
///
/// As text; [CognitoLimits] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.cognito")
interface CognitoSettings {
    /// Another address than AWS' own, for an emulator. In production refused unless `allow-endpoint-override`
    /// is `true`.
    ///
    /// @return `http` or `https` URL; absent: AWS' own, of each pool's region
    Optional<String> endpoint();

    /// Says that the override in production is meant.
    ///
    /// @return `true` or `false`
    @WithDefault("false")
    String allowEndpointOverride();

    /// The longest wait for an answer, all attempts together.
    ///
    /// @return duration, at most `PT1M`
    @WithDefault("PT5S")
    String callTimeout();

    /// The longest wait of one attempt.
    ///
    /// @return duration, at most `call-timeout`
    @WithDefault("PT2S")
    String attemptTimeout();

    /// Attempts of one call, the first included.
    ///
    /// @return whole number, 1 to 10
    @WithDefault("3")
    String maxAttempts();

    /// Calls under way at once, of each pool at each replica; more wait, for a second at most.
    ///
    /// @return whole number, 1 to 10,000
    @WithDefault("200")
    String maxConcurrentCalls();
}
