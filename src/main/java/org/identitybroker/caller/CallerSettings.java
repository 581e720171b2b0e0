package org.identitybroker.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// `broker.callers.NAME.…`, as text; [Callers] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.callers")
interface CallerSettings {
    @WithParentName
    Map<String, CallerSetting> callers();

    interface CallerSetting {
        /// The name of the issuer whose tokens the caller brings, as in `broker.issuers.NAME`.
        Optional<String> issuer();

        /// The `sub` of its tokens.
        Optional<String> subject();

        /// Comma-separated, for example `token:issue,identity:read`.
        Optional<String> permissions();

        /// The pools that the caller may use, comma-separated.
        Optional<String> pools();

        /// The longest token that the caller may ask for; absent: the pool's maximum.
        Optional<String> maxTokenDuration();

        /// The principal tag keys that the caller may set; absent: none.
        Optional<String> principalTags();

        /// How the user ids begin that the caller may name; absent: any user id.
        Optional<String> userIdPrefixes();

        /// Without effect in this version; accepted so that settings can be written ahead.
        default Optional<String> requestsPerSecond() {
            return Optional.empty();
        }
    }
}
