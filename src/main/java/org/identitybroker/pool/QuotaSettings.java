package org.identitybroker.pool;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// Quotas that pools share. Cognito's quota is one for all pools of an account and region, 50 calls a second
/// unless AWS has raised it: pools that share it have `quota=NAME`. If others than the broker use it too, set
/// what is left for the broker.
///
/// As text; [PoolQuotas] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.quotas")
interface QuotaSettings {
    @WithParentName
    Map<String, QuotaSetting> quotas();

    interface QuotaSetting {
        /// Calls of GetOpenIdTokenForDeveloperIdentity in a second, of all pools with this quota together, at
        /// all replicas, retries among them.
        ///
        /// @return whole number, 1 to 100,000; required
        Optional<String> requestsPerSecond();
    }
}
