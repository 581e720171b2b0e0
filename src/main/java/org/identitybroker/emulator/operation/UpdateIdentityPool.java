package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;

/// Replaces the settings of an identity pool.
final class UpdateIdentityPool implements Handler {
    private final Lookup lookup;

    UpdateIdentityPool(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.UPDATE_IDENTITY_POOL;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        PoolSettings updated = lookup.pool(call).changeSettings(before -> PoolInput.updated(before, call.input()));
        return Optional.of(PoolJson.of(updated));
    }
}
