package org.identitybroker.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.Consumer;
import org.identitybroker.emulator.wire.Shape.Mapping;
import org.identitybroker.emulator.wire.Shape.Member;
import org.identitybroker.emulator.wire.Shape.Sequence;
import org.identitybroker.emulator.wire.Shape.Structure;

/// Reads what a person wrote in the shapes of the API, and finds every mistake in it. A member that AWS would
/// ignore is one here: it can only be misspelt. Says where a mistake is, and never the value, which may be a secret.
public final class StrictReader {
    private final Consumer<String> mistakes;

    private StrictReader(Consumer<String> mistakes) {
        this.mistakes = mistakes;
    }

    /// @param mistakes gets a line for each; what is returned is good only if there was none
    public static Input read(Structure shape, JsonNode json, Consumer<String> mistakes) {
        new StrictReader(mistakes).value(shape, json, "");
        return new Input(json);
    }

    private void value(Shape shape, JsonNode value, String path) {
        if (!isOfKind(shape, value)) {
            mistake(path, "must be " + kind(shape));
            return;
        }
        switch (shape) {
            case Structure structure -> members(structure, value, path);
            case Sequence sequence -> items(sequence, value, path);
            case Mapping mapping -> entries(mapping, value, path);
            default -> constraints(shape.constraints(), value, path);
        }
    }

    private void members(Structure shape, JsonNode structure, String path) {
        List<String> known = shape.members().stream().map(Member::name).toList();
        structure.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                mistake(within(path, name), "is unknown; there are " + String.join(", ", known));
            }
        });
        for (Member member : shape.members()) {
            if (structure.has(member.name())) {
                value(member.shape(), structure.get(member.name()), within(path, member.name()));
            } else if (member.required()) {
                mistake(within(path, member.name()), "is required");
            }
        }
    }

    private void items(Sequence shape, JsonNode list, String path) {
        size(list, shape.sizeMin(), shape.sizeMax(), path);
        for (int position = 0; position < list.size(); position++) {
            value(shape.item(), list.get(position), "%s[%d]".formatted(path, position));
        }
    }

    private void entries(Mapping shape, JsonNode map, String path) {
        size(map, 0, shape.sizeMax(), path);
        map.forEachEntry((key, value) -> {
            constraints(shape.key().constraints(), TextNode.valueOf(key), "the key " + within(path, key));
            value(shape.value(), value, within(path, key));
        });
    }

    private void size(JsonNode container, int min, int max, String path) {
        if (container.size() < min || container.size() > max) {
            mistake(path, "must have %d to %d entries".formatted(min, max));
        }
    }

    private void constraints(List<Constraint> constraints, JsonNode value, String path) {
        for (Constraint constraint : constraints) {
            if (constraint.violatedBy(value)) {
                mistake(path, constraint.rule().replaceFirst("^Member ", ""));
            }
        }
    }

    /// Only the outermost: what is within is looked at one by one.
    private static boolean isOfKind(Shape shape, JsonNode value) {
        return switch (shape) {
            case Structure _, Mapping _, Shape.Document _ -> value.isObject();
            case Sequence _ -> value.isArray();
            default -> shape.accepts(value);
        };
    }

    private static String kind(Shape shape) {
        return switch (shape) {
            case Structure _, Mapping _, Shape.Document _ -> "an object";
            case Sequence _ -> "a list";
            case Shape.Flag() -> "true or false";
            case Shape.Whole _ -> "a whole number";
            case Shape.Text _, Shape.Choice _ -> "a text";
        };
    }

    private static String within(String path, String member) {
        return path.isEmpty() ? member : path + "." + member;
    }

    private void mistake(String path, String what) {
        mistakes.accept((path.isEmpty() ? "the file" : path) + ": " + what);
    }
}
