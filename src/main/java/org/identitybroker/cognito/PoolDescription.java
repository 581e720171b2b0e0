package org.identitybroker.cognito;

import java.time.Duration;
import java.util.Optional;

/// What an identity pool is set to, at AWS.
///
/// @param guests whether it lets in users who have no login
/// @param classicFlow empty if it was never set, which Cognito takes for allowed
/// @param developerProviderName empty if it has none
/// @param clockOffset how far Cognito's clock is ahead of the broker's, to about a second; empty if the answer
///     had no date
public record PoolDescription(
        boolean guests,
        Optional<Boolean> classicFlow,
        Optional<String> developerProviderName,
        Optional<Duration> clockOffset) {}
