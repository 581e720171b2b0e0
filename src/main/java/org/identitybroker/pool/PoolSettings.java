package org.identitybroker.pool;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// Identity pools. `NAME` is what callers call the pool.
///
/// As text; [Pools] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.pools")
interface PoolSettings {
    @WithParentName
    Map<String, PoolSetting> pools();

    interface PoolSetting {
        /// Cognito's id of the pool; the region is the part before the colon. No two pools share one.
        ///
        /// @return `REGION:GUID`; required
        Optional<String> identityPoolId();

        /// The pool's developer provider name, exactly as it was set in Cognito.
        ///
        /// @return 1 to 128 letters, digits, `.`, `_`, `-`; required
        Optional<String> developerProviderName();

        /// How long a token can be redeemed if the request does not say.
        ///
        /// Cognito's own default is 15 minutes.
        ///
        /// @return duration of whole seconds, at most `max-token-duration`
        @WithDefault("PT15M")
        String tokenDuration();

        /// The longest duration that a request may ask for.
        ///
        /// @return duration of whole seconds, at most `PT24H`, Cognito's limit
        @WithDefault("PT1H")
        String maxTokenDuration();

        /// The IAM role that the broker assumes for a pool in another account.
        ///
        /// @return ARN of a role; absent: none
        Optional<String> assumeRoleArn();

        /// How Cognito knows the users: by their user ids, or by [pseudonyms](identities.md#pseudonyms).
        ///
        /// @return `plain` or `hmac-sha256`; absent: `plain`
        Optional<String> userIdentifier();

        /// The key of the pseudonyms, a secret; required with `hmac-sha256`, refused without.
        ///
        /// @return base64 of at least 32 bytes, or `file:` and the path of a file with it; absent: none
        Optional<String> userIdentifierKey();

        /// The key's name, which is stored with each user whose pseudonym it made; another one for another key.
        ///
        /// @return 1 to 32 letters and digits; absent: `1`
        Optional<String> userIdentifierKeyId();

        /// A token that is good for at least so long may answer the same caller's same request (user, duration,
        /// tags) again: [what it saves](capacity.md#what-reuse-saves).
        ///
        /// @return duration of whole seconds, shorter than `max-token-duration`; absent: tokens are never
        ///     reused
        Optional<String> reuseMinRemaining();

        /// The pool's own Cognito quota: calls of GetOpenIdTokenForDeveloperIdentity in a second, at all
        /// replicas together, retries among them.
        ///
        /// @return whole number, 1 to 100,000; absent: no limit
        Optional<String> requestsPerSecond();

        /// Instead: the quota that the pool shares with others of its account and region.
        ///
        /// @return the name of a quota, as in `broker.quotas.NAME`; absent: none
        Optional<String> quota();

        /// How long a request may wait for the quota before it is refused as `quota-exhausted`.
        ///
        /// @return duration, at most `PT10S`; absent: `PT2S`
        Optional<String> maxQuotaWait();

        /// Whether the broker may redeem tokens itself and answer [users' AWS
        /// credentials](callers/credentials.md).
        ///
        /// @return `true` or `false`
        @WithDefault("false")
        String serverSideCredentials();
    }
}
