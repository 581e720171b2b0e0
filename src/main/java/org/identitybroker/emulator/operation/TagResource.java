package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Adds tags to an identity pool; a key that is there already gets the new value.
final class TagResource implements Handler {
    private final TaggedPools pools;

    TagResource(TaggedPools pools) {
        this.pools = pools;
    }

    @Override
    public Operation operation() {
        return Operation.TAG_RESOURCE;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Map<String, String> added = call.input().textMap("Tags");
        pools.named(call).changeSettings(before -> {
            Map<String, String> tags = new LinkedHashMap<>(before.tags());
            tags.putAll(added);
            return before.withTags(PoolTags.checked(tags));
        });
        return Optional.of(Json.object());
    }
}
