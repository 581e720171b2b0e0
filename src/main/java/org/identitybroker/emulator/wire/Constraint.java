package org.identitybroker.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One rule of the service model: its words in a ValidationException, and the test of a value.
record Constraint(String rule, Predicate<JsonNode> holds) {
    boolean violatedBy(JsonNode value) {
        return !holds.test(value);
    }

    String violation(String printedValue, String path) {
        return "Value '%s' at '%s' failed to satisfy constraint: %s".formatted(printedValue, path, rule);
    }

    /// All rules of a part in brackets, the kept ones too, as AWS lists them for keys, values and items.
    static String rules(List<Constraint> constraints) {
        return constraints.stream().map(Constraint::rule).collect(Collectors.joining(", ", "[", "]"));
    }

    static boolean allHold(List<Constraint> constraints, JsonNode value) {
        return constraints.stream().allMatch(constraint -> constraint.holds().test(value));
    }

    static Constraint lengthAtMost(int max) {
        return new Constraint("Member must have length less than or equal to " + max, value -> lengthOf(value) <= max);
    }

    static Constraint lengthAtLeast(int min) {
        return new Constraint(
                "Member must have length greater than or equal to " + min, value -> lengthOf(value) >= min);
    }

    private static int lengthOf(JsonNode value) {
        return value.isTextual() ? value.textValue().length() : value.size();
    }
}
