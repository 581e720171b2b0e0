package org.identitybroker.emulator.operation;

import java.util.Map;
import org.identitybroker.emulator.wire.Refusal;

/// The resource tags of an identity pool, once the rules that the model does not state have been checked.
final class PoolTags {
    /// AWS API reference: a pool has at most 50 tags.
    private static final int COUNT_MAX = 50;
    /// AWS General Reference: tags with this prefix are AWS's own.
    private static final String RESERVED_PREFIX = "aws:";

    private PoolTags() {}

    static Map<String, String> checked(Map<String, String> tags) {
        if (tags.size() > COUNT_MAX) {
            throw Refusal.invalidParameter("An identity pool can have at most %d tags.".formatted(COUNT_MAX));
        }
        if (tags.keySet().stream().anyMatch(key -> key.startsWith(RESERVED_PREFIX))) {
            throw Refusal.invalidParameter("Tag keys that begin with '%s' are reserved.".formatted(RESERVED_PREFIX));
        }
        return tags;
    }
}
