package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// Parts of outputs.
final class Json {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Seconds of the epoch as a floating-point number, in exponent form as observed: `1.522664214E9`.
    static DoubleNode time(Instant instant) {
        return DoubleNode.valueOf(instant.toEpochMilli() / MILLIS_PER_SECOND);
    }
}
