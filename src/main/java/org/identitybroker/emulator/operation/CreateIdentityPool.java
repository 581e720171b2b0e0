package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.Operation;

/// Makes an identity pool in the region that the call was signed for.
final class CreateIdentityPool implements Handler {
    private final Pools pools;

    CreateIdentityPool(Pools pools) {
        this.pools = pools;
    }

    @Override
    public Operation operation() {
        return Operation.CREATE_IDENTITY_POOL;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        String region = call.caller().orElseThrow().region().name();
        PoolSettings settings = PoolInput.created(region + ":" + UUID.randomUUID(), call.input());
        return Optional.of(PoolJson.of(pools.create(settings).settings()));
    }
}
