package org.identitybroker.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.wire.Operation;

/// A fault as JSON: `{"kind":"throttle","operation":"GetId","rate":0.3,"times":5,"delayMillis":[100,200]}`, of
/// which only the kind is needed.
final class FaultJson {
    private static final Set<String> MEMBERS = Set.of("kind", "operation", "rate", "times", "delayMillis");

    private FaultJson() {}

    /// Throws an IllegalArgumentException that names the mistake.
    static Fault read(JsonNode json) {
        json.fieldNames().forEachRemaining(FaultJson::requireKnown);
        String kind = json.path("kind").asText();
        Fault fault = Fault.of(FaultKind.labelled(kind).orElseThrow(() -> mistake("unknown kind '%s'", kind)));
        fault = fault.atRate(number(json, "rate", 1).doubleValue());
        if (json.has("times")) {
            fault = fault.times(number(json, "times", 1).intValue());
        }
        if (json.has("delayMillis")) {
            fault = withDelay(fault, json.path("delayMillis"));
        }
        if (json.has("operation")) {
            fault = fault.on(operation(json.path("operation").asText()));
        }
        return fault;
    }

    static ObjectNode write(Fault fault) {
        ObjectNode json = ControlJson.object().put("kind", fault.kind().label());
        fault.operation().ifPresent(operation -> json.put("operation", operation.wireName()));
        json.put("rate", fault.rate());
        fault.times().ifPresent(times -> json.put("times", times));
        json.putArray("delayMillis")
                .add(fault.delayMin().toMillis())
                .add(fault.delayMax().toMillis());
        return json;
    }

    /// One number for a fixed delay, or the shortest and the longest in a list.
    private static Fault withDelay(Fault fault, JsonNode delay) {
        JsonNode min = delay.isArray() ? delay.path(0) : delay;
        JsonNode max = delay.isArray() ? delay.path(1) : delay;
        if (!min.isIntegralNumber() || !max.isIntegralNumber()) {
            throw mistake("delayMillis must be a number, or two of them in a list");
        }
        return fault.after(Duration.ofMillis(min.longValue()), Duration.ofMillis(max.longValue()));
    }

    private static Operation operation(String name) {
        return Operation.named(name).orElseThrow(() -> mistake("unknown operation '%s'", name));
    }

    private static Number number(JsonNode json, String member, Number otherwise) {
        return Optional.ofNullable(json.get(member))
                .map(value -> {
                    if (!value.isNumber()) {
                        throw mistake("%s must be a number", member);
                    }
                    return value.numberValue();
                })
                .orElse(otherwise);
    }

    private static void requireKnown(String member) {
        if (!MEMBERS.contains(member)) {
            throw mistake("unknown member '%s'", member);
        }
    }

    private static IllegalArgumentException mistake(String text, Object... arguments) {
        return new IllegalArgumentException(text.formatted(arguments));
    }
}
