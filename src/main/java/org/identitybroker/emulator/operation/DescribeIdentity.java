package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Shows an identity, a disabled one too.
final class DescribeIdentity implements Handler {
    private final Lookup lookup;

    DescribeIdentity(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.DESCRIBE_IDENTITY;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        return Optional.of(IdentityJson.of(lookup.identity(call).identity()));
    }
}
