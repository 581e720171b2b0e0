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

        /// How Cognito knows the users: `plain`, by their user ids. There is no other way in this version.
        default Optional<String> userIdentifier() {
            return Optional.empty();
        }

        /// Without effect in this version; accepted so that settings can be written ahead.
        default Optional<String> userIdentifierKey() {
            return Optional.empty();
        }

        /// Without effect in this version: tokens are never reused.
        default Optional<String> reuseMinRemaining() {
            return Optional.empty();
        }

        /// Without effect in this version: the account's quota is Cognito's to enforce.
        default Optional<String> requestsPerSecond() {
            return Optional.empty();
        }

        /// Without effect in this version.
        default Optional<String> maxQuotaWait() {
            return Optional.empty();
        }

        /// Without effect in this version: the broker issues no credentials.
        default Optional<String> serverSideCredentials() {
            return Optional.empty();
        }
    }
}
