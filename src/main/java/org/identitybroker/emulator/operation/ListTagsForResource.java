package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Shows the tags of an identity pool.
final class ListTagsForResource implements Handler {
    private final TaggedPools pools;

    ListTagsForResource(TaggedPools pools) {
        this.pools = pools;
    }

    @Override
    public Operation operation() {
        return Operation.LIST_TAGS_FOR_RESOURCE;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        ObjectNode output = Json.object();
        pools.named(call).settings().tags().forEach(output.putObject("Tags")::put);
        return Optional.of(output);
    }
}
