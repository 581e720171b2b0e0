package org.identitybroker.emulator.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A text of a policy with wildcards and variables: `users/${cognito-identity.amazonaws.com:sub}/*` (IAM
/// user guide: "IAM policy elements: Variables and tags").
record Template(List<Piece> pieces) {
    /// `${key}` or `${key, 'default'}`.
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{},']+?)(?:\\s*,\\s*'([^']*)')?\\s*}");
    /// `${*}`, `${?}` and `${$}`: these characters themselves.
    private static final Pattern ESCAPE = Pattern.compile("\\$\\{([*?$])}");

    sealed interface Piece {
        record Text(String value) implements Piece {}

        record Variable(String key, Optional<String> otherwise) implements Piece {}

        /// One of the values of [Wildcards].
        record Wildcard(int kind) implements Piece {}
    }

    /// @param withVariables false for policies of the version from before there were any
    static Template parse(String text, boolean withVariables) {
        List<Piece> pieces = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(text);
        Matcher escape = ESCAPE.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!withVariables || !text.startsWith("${", at)) {
                int character = text.codePointAt(at);
                pieces.add(ofCharacter(character));
                at += Character.charCount(character);
            } else if (escape.region(at, text.length()).lookingAt()) {
                pieces.add(new Piece.Text(escape.group(1)));
                at = escape.end();
            } else if (variable.region(at, text.length()).lookingAt()) {
                pieces.add(new Piece.Variable(variable.group(1).strip(), Optional.ofNullable(variable.group(2))));
                at = variable.end();
            } else {
                throw new MalformedPolicyException("no policy variable begins at '%s'".formatted(text.substring(at)));
            }
        }
        return new Template(List.copyOf(pieces));
    }

    private static Piece ofCharacter(int character) {
        return switch (character) {
            case '*' -> new Piece.Wildcard(Wildcards.ANY_TEXT);
            case '?' -> new Piece.Wildcard(Wildcards.ANY_CHARACTER);
            default -> new Piece.Text(Character.toString(character));
        };
    }

    /// Whether every variable has a value or a default; a statement in which one has none does not match.
    boolean isResolvable(Context context) {
        return pieces.stream()
                .allMatch(piece -> !(piece instanceof Piece.Variable variable)
                        || value(variable, context).isPresent());
    }

    Wildcards wildcards(Context context) {
        return new Wildcards(pieces.stream()
                .flatMapToInt(piece -> switch (piece) {
                    case Piece.Text(String text) -> text.codePoints();
                    case Piece.Variable variable -> resolved(variable, context).codePoints();
                    case Piece.Wildcard(int kind) -> IntStream.of(kind);
                })
                .toArray());
    }

    /// As plain text, where an operator knows no wildcards.
    String text(Context context) {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(
                    switch (piece) {
                        case Piece.Text(String literal) -> literal;
                        case Piece.Variable variable -> resolved(variable, context);
                        case Piece.Wildcard(int kind) -> kind == Wildcards.ANY_TEXT ? "*" : "?";
                    });
        }
        return text.toString();
    }

    private static String resolved(Piece.Variable variable, Context context) {
        return value(variable, context)
                .orElseThrow(() -> new IllegalStateException("ask first whether all variables have values"));
    }

    private static Optional<String> value(Piece.Variable variable, Context context) {
        return context.single(variable.key()).or(variable::otherwise);
    }
}
