package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.state.Region;
import org.identitybroker.emulator.wire.Operation;

/// Deletes identities, as many of those named as there are; the others come back as not processed. Deleting once
/// more what was deleted is no failure, so that a call can be repeated.
final class DeleteIdentities implements Handler {
    private static final String ACCESS_DENIED = "AccessDenied";

    private final Pools pools;

    DeleteIdentities(Pools pools) {
        this.pools = pools;
    }

    @Override
    public Operation operation() {
        return Operation.DELETE_IDENTITIES;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        List<String> unprocessed = call.input().textList("IdentityIdsToDelete").stream()
                .filter(id -> !tryDelete(call, id))
                .toList();
        ObjectNode output = Json.object();
        ArrayNode list = output.putArray("UnprocessedIdentityIds");
        unprocessed.forEach(id -> list.addObject().put("IdentityId", id).put("ErrorCode", ACCESS_DENIED));
        return Optional.of(output);
    }

    private boolean tryDelete(Call call, String id) {
        if (!call.sees(Region.of(id))) {
            return false;
        }
        Optional<Pool> pool = pools.holding(id);
        pool.ifPresent(holding -> holding.change(identities -> {
            identities.delete(id);
            return id;
        }));
        return pool.isPresent() || pools.wasDeleted(id);
    }
}
