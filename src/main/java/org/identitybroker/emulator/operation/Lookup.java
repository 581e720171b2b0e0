package org.identitybroker.emulator.operation;

import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.Refusal;

/// Finds the pool or the identity that a call names, or refuses in AWS's words.
final class Lookup {
    private final Pools pools;

    Lookup(Pools pools) {
        this.pools = pools;
    }

    /// The pool of `IdentityPoolId`. One of another region than the call's is as unknown as at the wrong
    /// endpoint.
    Pool pool(Call call) {
        String id = call.input().text("IdentityPoolId");
        return pools.find(id)
                .filter(pool -> call.sees(pool.settings().region()))
                .orElseThrow(() -> Refusal.poolNotFound(id));
    }

    /// The identity of `IdentityId` with its pool.
    Found identity(Call call) {
        String id = call.input().text("IdentityId");
        return pools.holding(id)
                .filter(pool -> call.sees(pool.settings().region()))
                .flatMap(pool -> pool.find(id).map(identity -> new Found(pool, identity)))
                .orElseThrow(() -> Refusal.identityNotFound(id));
    }

    record Found(Pool pool, Identity identity) {}
}
