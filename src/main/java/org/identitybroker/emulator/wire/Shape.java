package org.identitybroker.emulator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A type of the service model: what JSON it takes, and which constraints its values keep.
public sealed interface Shape {
    /// Whether the JSON is of this type at all; if not, the request cannot even be read.
    boolean accepts(JsonNode value);

    /// In the order in which AWS lists them in brackets: longest first, then shortest, then the pattern.
    List<Constraint> constraints();

    record Text(int lengthMin, int lengthMax, Optional<Pattern> pattern) implements Shape {
        public static Text of(int lengthMin, int lengthMax) {
            return new Text(lengthMin, lengthMax, Optional.empty());
        }

        public static Text of(int lengthMin, int lengthMax, String pattern) {
            return new Text(lengthMin, lengthMax, Optional.of(Pattern.compile(pattern)));
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isTextual() && canBeAnswered(value);
        }

        @Override
        public List<Constraint> constraints() {
            List<Constraint> all = new ArrayList<>();
            all.add(Constraint.lengthAtMost(lengthMax));
            if (lengthMin > 0) {
                all.add(Constraint.lengthAtLeast(lengthMin));
            }
            pattern.ifPresent(regex -> all.add(new Constraint(
                    "Member must satisfy regular expression pattern: " + regex,
                    value -> regex.matcher(value.textValue()).matches())));
            return all;
        }
    }

    record Whole(long min, long max) implements Shape {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong();
        }

        @Override
        public List<Constraint> constraints() {
            return List.of(
                    new Constraint(
                            "Member must have value less than or equal to " + max, value -> value.longValue() <= max),
                    new Constraint(
                            "Member must have value greater than or equal to " + min,
                            value -> value.longValue() >= min));
        }
    }

    /// One of a few words.
    record Choice(List<String> words) implements Shape {
        public static Choice of(String... words) {
            return new Choice(List.of(words));
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isTextual() && canBeAnswered(value);
        }

        @Override
        public List<Constraint> constraints() {
            return List.of(new Constraint(
                    "Member must satisfy enum value set: " + words, value -> words.contains(value.textValue())));
        }
    }

    record Flag() implements Shape {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isBoolean();
        }

        @Override
        public List<Constraint> constraints() {
            return List.of();
        }
    }

    /// An object of a format of its own; no operation has one.
    record Document() implements Shape {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isObject();
        }

        @Override
        public List<Constraint> constraints() {
            return List.of();
        }
    }

    record Sequence(Shape item, int sizeMin, int sizeMax) implements Shape {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isArray() && value.valueStream().allMatch(item::accepts);
        }

        @Override
        public List<Constraint> constraints() {
            List<Constraint> all = new ArrayList<>();
            all.add(Constraint.lengthAtMost(sizeMax));
            if (sizeMin > 0) {
                all.add(Constraint.lengthAtLeast(sizeMin));
            }
            all.addAll(each("Member", item, value -> value.valueStream().toList()));
            return all;
        }
    }

    record Mapping(Text key, Shape value, int sizeMax) implements Shape {
        @Override
        public boolean accepts(JsonNode node) {
            return node.isObject()
                    && keys(node).stream().allMatch(key::accepts)
                    && node.valueStream().allMatch(value::accepts);
        }

        @Override
        public List<Constraint> constraints() {
            List<Constraint> all = new ArrayList<>();
            all.add(Constraint.lengthAtMost(sizeMax));
            all.addAll(each("Map keys", key, Mapping::keys));
            all.addAll(each("Map value", value, node -> node.valueStream().toList()));
            return all;
        }

        private static List<JsonNode> keys(JsonNode node) {
            return node.propertyStream()
                    .<JsonNode>map(property -> TextNode.valueOf(property.getKey()))
                    .toList();
        }
    }

    /// An object with known members; members it does not know are ignored, as AWS does.
    record Structure(List<Member> members) implements Shape {
        public static Structure of(Member... members) {
            return new Structure(List.of(members));
        }

        public Structure and(Member... more) {
            return new Structure(
                    Stream.concat(members.stream(), Arrays.stream(more)).toList());
        }

        public Structure without(String name) {
            return new Structure(members.stream()
                    .filter(member -> !member.name().equals(name))
                    .toList());
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isObject()
                    && members.stream()
                            .allMatch(member -> member.valueIn(value).stream().allMatch(member.shape()::accepts));
        }

        @Override
        public List<Constraint> constraints() {
            return List.of();
        }
    }

    /// A member of a structure. A JSON null is as good as no member.
    record Member(String name, Shape shape, boolean required) {
        public static Member required(String name, Shape shape) {
            return new Member(name, shape, true);
        }

        public static Member optional(String name, Shape shape) {
            return new Member(name, shape, false);
        }

        Optional<JsonNode> valueIn(JsonNode structure) {
            return Optional.ofNullable(structure.get(name)).filter(Predicate.not(JsonNode::isNull));
        }
    }

    /// Half a surrogate pair can be escaped in JSON, but is no text that an error could repeat.
    private static boolean canBeAnswered(JsonNode text) {
        return UTF_8.newEncoder().canEncode(text.textValue());
    }

    private static List<Constraint> each(String part, Shape shape, Function<JsonNode, List<JsonNode>> parts) {
        List<Constraint> inner = shape.constraints();
        if (inner.isEmpty()) {
            return List.of();
        }
        return List.of(new Constraint(
                part + " must satisfy constraint: " + Constraint.rules(inner),
                value -> parts.apply(value).stream().allMatch(one -> Constraint.allHold(inner, one))));
    }
}
