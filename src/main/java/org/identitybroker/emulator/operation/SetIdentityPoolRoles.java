package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.wire.Operation;

/// Replaces all roles and role mappings of an identity pool; what the call leaves out is there no more.
final class SetIdentityPoolRoles implements Handler {
    private final Lookup lookup;

    SetIdentityPoolRoles(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.SET_IDENTITY_POOL_ROLES;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        PoolRoles roles = RolesInput.of(call.input());
        lookup.pool(call).changeSettings(before -> before.withRoles(roles));
        return Optional.empty();
    }
}
