package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Operation;

/// Lists the identity pools of the region that the call was signed for, in pages, in the order of their ids.
final class ListIdentityPools implements Handler {
    private final Pools pools;

    ListIdentityPools(Pools pools) {
        this.pools = pools;
    }

    @Override
    public Operation operation() {
        return Operation.LIST_IDENTITY_POOLS;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Input input = call.input();
        Page<PoolSettings> page = Page.of(
                pools.after(Page.after(input)).map(Pool::settings).filter(pool -> call.sees(pool.region())),
                input.number("MaxResults").orElseThrow(),
                PoolSettings::id);

        ObjectNode output = Json.object();
        ArrayNode list = output.putArray("IdentityPools");
        page.items()
                .forEach(pool ->
                        list.addObject().put("IdentityPoolId", pool.id()).put("IdentityPoolName", pool.name()));
        page.addNextTo(output);
        return Optional.of(output);
    }
}
