package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Shows an identity pool.
final class DescribeIdentityPool implements Handler {
    private final Lookup lookup;

    DescribeIdentityPool(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.DESCRIBE_IDENTITY_POOL;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        return Optional.of(PoolJson.of(lookup.pool(call).settings()));
    }
}
