package org.identitybroker.emulator.operation;

import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.state.Region;
import org.identitybroker.emulator.wire.Refusal;

/// Finds the pool that a call names by its ARN: pools are the only resources with tags.
final class TaggedPools {
    private static final String RESOURCE = ":identitypool/";

    private final Pools pools;
    private final String accountId;

    TaggedPools(Pools pools, String accountId) {
        this.pools = pools;
        this.accountId = accountId;
    }

    Pool named(Call call) {
        String arn = call.input().text("ResourceArn");
        String poolId = poolId(arn);
        return pools.find(poolId)
                .filter(pool -> call.sees(pool.settings().region()))
                .orElseThrow(() -> Refusal.poolNotFound(poolId));
    }

    /// Refuses what is not the ARN that a pool of this account would have.
    private String poolId(String arn) {
        String poolId = arn.substring(arn.indexOf(RESOURCE) + RESOURCE.length());
        if (!arn.contains(RESOURCE)
                || !poolId.matches("[\\w-]+:[0-9a-f-]+")
                || !Region.of(poolId).poolArn(accountId, poolId).equals(arn)) {
            throw Refusal.invalidParameter("The ResourceArn is not that of an identity pool of this account.");
        }
        return poolId;
    }
}
