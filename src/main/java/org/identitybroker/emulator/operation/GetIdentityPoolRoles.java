package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Shows the roles of an identity pool.
final class GetIdentityPoolRoles implements Handler {
    private final Lookup lookup;

    GetIdentityPoolRoles(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.GET_IDENTITY_POOL_ROLES;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        return Optional.of(RolesJson.of(lookup.pool(call).settings()));
    }
}
