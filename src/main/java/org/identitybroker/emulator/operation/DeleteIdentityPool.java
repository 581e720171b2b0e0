package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.Operation;

/// Deletes an identity pool; its identities are unknown from then on.
final class DeleteIdentityPool implements Handler {
    private final Lookup lookup;
    private final Pools pools;

    DeleteIdentityPool(Lookup lookup, Pools pools) {
        this.lookup = lookup;
        this.pools = pools;
    }

    @Override
    public Operation operation() {
        return Operation.DELETE_IDENTITY_POOL;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        pools.delete(lookup.pool(call).settings().id());
        return Optional.empty();
    }
}
