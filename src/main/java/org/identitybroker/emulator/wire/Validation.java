package org.identitybroker.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.identitybroker.emulator.wire.Shape.Mapping;
import org.identitybroker.emulator.wire.Shape.Member;
import org.identitybroker.emulator.wire.Shape.Sequence;
import org.identitybroker.emulator.wire.Shape.Structure;
import org.identitybroker.emulator.wire.Shape.Text;

/// Finds every constraint that a request violates and words them as AWS does, in one ValidationException.
final class Validation {
    private final List<String> violations = new ArrayList<>();

    private Validation() {}

    static void check(Structure shape, JsonNode value) {
        var validation = new Validation();
        validation.members(shape, value, "");
        if (!validation.violations.isEmpty()) {
            throw Refusal.validation(validation.violations);
        }
    }

    private void members(Structure shape, JsonNode structure, String prefix) {
        for (Member member : shape.members()) {
            String path = prefix + lowerCamel(member.name());
            member.valueIn(structure)
                    .ifPresentOrElse(value -> value(member.shape(), value, path), () -> missing(member, path));
        }
    }

    private void missing(Member member, String path) {
        if (member.required()) {
            violations.add("Value null at '%s' failed to satisfy constraint: Member must not be null".formatted(path));
        }
    }

    private void value(Shape shape, JsonNode value, String path) {
        // Outside of brackets AWS names the pattern before the length.
        for (Constraint constraint : shape.constraints().reversed()) {
            if (constraint.violatedBy(value)) {
                violations.add(constraint.violation(printed(value), path));
            }
        }
        within(shape, value, path);
    }

    private void within(Shape shape, JsonNode value, String path) {
        switch (shape) {
            case Structure structure -> members(structure, value, path + ".");
            case Sequence(Structure item, int _, int _) -> {
                int position = 0;
                for (JsonNode element : value) {
                    members(item, element, "%s.%d.member.".formatted(path, ++position));
                }
            }
            case Mapping(Text _, Structure entry, int _) ->
                value.forEachEntry((key, one) -> members(entry, one, "%s.%s.member.".formatted(path, key)));
            default -> {
                // Its constraints have said everything.
            }
        }
    }

    /// As Java prints strings, maps and lists.
    private static String printed(JsonNode value) {
        if (value.isObject()) {
            return value.propertyStream()
                    .map(property -> property.getKey() + "=" + printed(property.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Validation::printed)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value.asText();
    }

    private static String lowerCamel(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
