package org.identitybroker.pool;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// `broker.pools.NAME.…`, as text; [Pools] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.pools")
interface PoolSettings {
    @WithParentName
    Map<String, PoolSetting> pools();

    interface PoolSetting {
        /// Cognito's id of the pool, `REGION:GUID`. The region is the part before the colon.
        Optional<String> identityPoolId();

        /// The pool's developer provider name, exactly as it was set in Cognito.
        Optional<String> developerProviderName();

        /// How long a token can be redeemed if the request does not say. Cognito's own default is 15 minutes.
        @WithDefault("PT15M")
        String tokenDuration();

        /// The longest duration that a request may ask for; Cognito allows 24 hours.
        @WithDefault("PT1H")
        String maxTokenDuration();

        /// A role that the broker assumes for a pool in another account.
        Optional<String> assumeRoleArn();

        /// How Cognito knows the users: `plain`, by their user ids, or `hmac-sha256`, by pseudonyms.
        Optional<String> userIdentifier();

        /// The key of the pseudonyms: base64, or `file:` and the path of a file with base64. A secret.
        Optional<String> userIdentifierKey();

        /// The key's name, which is stored with each user whose pseudonym it made; absent: `1`.
        Optional<String> userIdentifierKeyId();

        /// Without effect in this version: tokens are never reused.
        Optional<String> reuseMinRemaining();

        /// Without effect in this version: the account's quota is Cognito's to enforce.
        Optional<String> requestsPerSecond();

        /// Without effect in this version.
        Optional<String> maxQuotaWait();

        /// Whether the broker may redeem tokens itself and hand out users' AWS credentials.
        @WithDefault("false")
        String serverSideCredentials();
    }
}
