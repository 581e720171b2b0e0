package org.identitybroker.emulator.operation;

import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Input;

/// An identity pool with all that several operations would say of it, in their members: those of
/// CreateIdentityPool and SetIdentityPoolRoles, and as a list those of SetPrincipalTagAttributeMap.
public final class WholePool {
    private WholePool() {}

    /// Refuses what the operations would refuse. Without `Roles` the pool has the standard ones.
    public static PoolSettings of(Input input) {
        PoolSettings pool =
                PoolInput.created(input.text("IdentityPoolId"), input).withRoles(roles(input));
        for (Input map : input.structures("PrincipalTagAttributeMaps")) {
            pool = pool.withAttributeMap(map.text("IdentityProviderName"), SetPrincipalTagAttributeMap.map(map));
        }
        return pool;
    }

    private static PoolRoles roles(Input input) {
        PoolRoles given = RolesInput.of(input);
        return input.has("Roles")
                ? given
                : new PoolRoles(
                        PoolRoles.standard().authenticated(),
                        PoolRoles.standard().unauthenticated(),
                        given.mappings());
    }
}
