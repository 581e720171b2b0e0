package org.identitybroker.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One line of a statement's conditions: `"StringEquals": {"cognito-identity.amazonaws.com:aud": "…"}`.
///
/// @param operator as it is written
record TrustCondition(String operator, String key, List<String> values) {
    private static final String FOR_ANY = "foranyvalue:";
    private static final String FOR_ALL = "forallvalues:";
    private static final String IF_EXISTS = "ifexists";

    Answer holds(CognitoToken token) {
        String name = operator.toLowerCase(Locale.ROOT);
        boolean ifExists = name.endsWith(IF_EXISTS);
        String plain = ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name;
        return switch (token.claim(key)) {
            case CognitoToken.Claim.Any() -> Answer.YES;
            case CognitoToken.Claim.Unknown() -> Answer.MAYBE;
            case CognitoToken.Claim.Absent() -> absent(plain, ifExists);
            case CognitoToken.Claim.Values(List<String> claims) -> holds(plain, claims);
        };
    }

    /// IAM user guide, "IAM JSON policy elements: Condition operators".
    private Answer absent(String plain, boolean ifExists) {
        if (plain.equals("null")) {
            return Answer.of(values.contains("true"));
        }
        return Answer.of(ifExists || plain.startsWith(FOR_ALL) || plain.startsWith("stringnot"));
    }

    private Answer holds(String plain, List<String> claims) {
        if (plain.equals("null")) {
            return Answer.of(values.contains("false"));
        }
        if (plain.startsWith(FOR_ANY)) {
            return Answer.any(claims.stream().map(claim -> compare(plain.substring(FOR_ANY.length()), claim)));
        }
        if (plain.startsWith(FOR_ALL)) {
            return Answer.all(claims.stream().map(claim -> compare(plain.substring(FOR_ALL.length()), claim)));
        }
        // AWS does not say what an operator for one value makes of several.
        return claims.size() == 1 ? compare(plain, claims.getFirst()) : Answer.MAYBE;
    }

    private Answer compare(String comparison, String claim) {
        return switch (comparison) {
            case "stringequals" -> Answer.of(values.contains(claim));
            case "stringnotequals" -> Answer.of(!values.contains(claim));
            case "stringequalsignorecase" -> Answer.anyOf(values.stream(), claim::equalsIgnoreCase);
            case "stringnotequalsignorecase" ->
                Answer.anyOf(values.stream(), claim::equalsIgnoreCase).not();
            case "stringlike" -> Answer.anyOf(values.stream(), value -> isLike(value, claim));
            case "stringnotlike" ->
                Answer.anyOf(values.stream(), value -> isLike(value, claim)).not();
            default -> Answer.MAYBE;
        };
    }

    /// `*` and `?` stand for text and for a character. The lengths are those of a trust policy and of an id, so
    /// that the expression's work is small.
    private static boolean isLike(String pattern, String text) {
        StringBuilder expression = new StringBuilder();
        for (String piece : pattern.replaceAll("\\*+", "*").split("(?<=[*?])|(?=[*?])", -1)) {
            expression.append(
                    switch (piece) {
                        case "*" -> ".*";
                        case "?" -> ".";
                        default -> Pattern.quote(piece);
                    });
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }
}
