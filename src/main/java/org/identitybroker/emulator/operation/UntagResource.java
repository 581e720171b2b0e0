package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Takes tags off an identity pool; keys that it does not have are ignored.
final class UntagResource implements Handler {
    private final TaggedPools pools;

    UntagResource(TaggedPools pools) {
        this.pools = pools;
    }

    @Override
    public Operation operation() {
        return Operation.UNTAG_RESOURCE;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        List<String> keys = call.input().textList("TagKeys");
        pools.named(call).changeSettings(before -> {
            Map<String, String> tags = new LinkedHashMap<>(before.tags());
            tags.keySet().removeAll(keys);
            return before.withTags(tags);
        });
        return Optional.of(Json.object());
    }
}
