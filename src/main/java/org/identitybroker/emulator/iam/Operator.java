package org.identitybroker.emulator.iam;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// A condition operator with its prefix and suffix, as in `ForAnyValue:StringLikeIfExists` (IAM user guide:
/// "IAM JSON policy elements: Condition operators", "Set operators for multivalued context keys").
record Operator(Test test, Quantity quantity, boolean ifExists) {
    private static final String IF_EXISTS = "IfExists";

    /// The operators that there are here; any other is refused when a policy is set, because to skip it
    /// would allow what it forbids.
    enum Test {
        StringEquals(false),
        StringNotEquals(true),
        StringEqualsIgnoreCase(false),
        StringNotEqualsIgnoreCase(true),
        StringLike(false),
        StringNotLike(true),
        Bool(false),
        Null(false);

        private final boolean isNegated;

        Test(boolean isNegated) {
            this.isNegated = isNegated;
        }
    }

    /// How many of a key's values must pass.
    enum Quantity {
        PLAIN(""),
        ANY("ForAnyValue:"),
        ALL("ForAllValues:");

        private final String prefix;

        Quantity(String prefix) {
            this.prefix = prefix;
        }
    }

    static Optional<Operator> named(String name) {
        Quantity quantity = name.startsWith(Quantity.ANY.prefix)
                ? Quantity.ANY
                : name.startsWith(Quantity.ALL.prefix) ? Quantity.ALL : Quantity.PLAIN;
        String rest = name.substring(quantity.prefix.length());
        boolean ifExists = rest.endsWith(IF_EXISTS);
        String base = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
        for (Test test : Test.values()) {
            // `Null` asks whether a key exists, so neither prefix nor suffix has a meaning.
            if (test.name().equals(base) && (test != Test.Null || name.equals(base))) {
                return Optional.of(new Operator(test, quantity, ifExists));
            }
        }
        return Optional.empty();
    }

    boolean holds(List<String> actual, List<Template> wanted, Context context) {
        if (test == Test.Null) {
            return wanted.stream().anyMatch(value -> value.text(context).equalsIgnoreCase("true") == actual.isEmpty());
        }
        if (actual.isEmpty() && ifExists) {
            return true;
        }
        Predicate<String> matchesOne = value -> wanted.stream().anyMatch(template -> matches(value, template, context));
        return switch (quantity) {
            // An absent key equals nothing, so a negated operator holds for it.
            case PLAIN -> actual.stream().anyMatch(matchesOne) != test.isNegated;
            case ANY -> actual.stream().anyMatch(value -> matchesOne.test(value) != test.isNegated);
            case ALL -> actual.stream().allMatch(value -> matchesOne.test(value) != test.isNegated);
        };
    }

    private boolean matches(String value, Template template, Context context) {
        BiPredicate<String, String> equal = switch (test) {
            case StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, Bool ->
                (one, other) -> lowerCase(one).equals(lowerCase(other));
            default -> String::equals;
        };
        return (test == Test.StringLike || test == Test.StringNotLike)
                ? template.wildcards(context).match(value)
                : equal.test(value, template.text(context));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
