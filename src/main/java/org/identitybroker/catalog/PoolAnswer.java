package org.identitybroker.catalog;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.caller.Caller;
import org.identitybroker.pool.Pool;

/// A pool and the limits of one caller in it.
@Schema(name = "Pool")
public record PoolAnswer(
        String pool,
        String identityPoolId,
        String region,

        @Schema(description = "How long a token lives if the request says nothing.")
        long tokenDurationSeconds,

        @Schema(description = "The most that a request of this caller may ask for.")
        long maxTokenDurationSeconds,

        @Schema(description = "The tag keys that this caller may set.")
        List<String> principalTags,

        @Schema(description = "How the user ids begin that this caller may name; empty: any user id.")
        List<String> userIdPrefixes) {

    static PoolAnswer of(Pool pool, Caller caller) {
        return new PoolAnswer(
                pool.name().value(),
                pool.identityPoolId(),
                pool.region(),
                caller.tokenDurationIn(pool).toSeconds(),
                caller.tokenDurationMaxIn(pool).toSeconds(),
                caller.principalTags().stream().sorted().toList(),
                caller.userIdPrefixes().stream().sorted().toList());
    }
}
