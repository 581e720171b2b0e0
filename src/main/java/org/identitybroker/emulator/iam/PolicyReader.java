package org.identitybroker.emulator.iam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads the JSON of a policy (IAM user guide: "Grammar of the IAM JSON policy language"). What is not
/// known here is refused: a policy must not promise what is not evaluated.
final class PolicyReader {
    /// All policies of a role together (IAM user guide: "IAM and STS quotas").
    private static final int LENGTH_MAX = 10_240;

    private static final String VERSION_WITH_VARIABLES = "2012-10-17";
    private static final String VERSION_WITHOUT = "2008-10-17";
    private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_ELEMENTS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PolicyReader() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw mistake("a policy must be JSON, and no element may come twice");
        }
    }

    static List<Statement> statements(JsonNode policy) {
        requireObject(policy, "a policy");
        requireKnown(policy, ELEMENTS);
        if (policy.toString().length() > LENGTH_MAX) {
            throw mistake("a policy has at most %d characters", LENGTH_MAX);
        }
        boolean withVariables = hasVariables(policy.path("Version").asText(VERSION_WITHOUT));
        List<Statement> statements = several(policy.path("Statement"))
                .map(statement -> statement(statement, withVariables))
                .toList();
        if (statements.isEmpty()) {
            throw mistake("a policy needs a Statement");
        }
        return statements;
    }

    /// Without a version it is the old one, in which `${` is nothing special.
    private static boolean hasVariables(String version) {
        return switch (version) {
            case VERSION_WITH_VARIABLES -> true;
            case VERSION_WITHOUT -> false;
            default -> throw mistake("Version must be %s or %s", VERSION_WITH_VARIABLES, VERSION_WITHOUT);
        };
    }

    private static Statement statement(JsonNode json, boolean withVariables) {
        requireObject(json, "a statement");
        requireKnown(json, STATEMENT_ELEMENTS);
        return new Statement(
                allows(json.path("Effect").asText()),
                selection(json, "Action", PolicyReader::action),
                selection(json, "Resource", text -> resource(text, withVariables)),
                conditions(json.path("Condition"), withVariables));
    }

    private static boolean allows(String effect) {
        return switch (effect) {
            case "Allow" -> true;
            case "Deny" -> false;
            default -> throw mistake("Effect must be Allow or Deny");
        };
    }

    private static Statement.Selection selection(JsonNode json, String element, Function<String, Template> read) {
        boolean isInverted = json.has("Not" + element);
        if (isInverted == json.has(element)) {
            throw mistake("a statement needs either %s or Not%s", element, element);
        }
        List<Template> templates = texts(json.path(isInverted ? "Not" + element : element), element).stream()
                .map(read)
                .toList();
        return new Statement.Selection(templates, isInverted);
    }

    /// Actions have no case, and no variables.
    private static Template action(String text) {
        if (!text.matches("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
            throw mistake("'%s' is no action: it must be * or service:Name", text);
        }
        return Template.parse(text.toLowerCase(Locale.ROOT), false);
    }

    private static Template resource(String text, boolean withVariables) {
        if (!text.equals("*") && !text.startsWith("arn:")) {
            throw mistake("'%s' is no resource: it must be * or an ARN", text);
        }
        return Template.parse(text, withVariables);
    }

    private static List<Condition> conditions(JsonNode json, boolean withVariables) {
        if (json.isMissingNode()) {
            return List.of();
        }
        requireObject(json, "Condition");
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> block : json.properties()) {
            Operator operator = Operator.named(block.getKey())
                    .orElseThrow(() -> mistake("the condition operator '%s' is not known here", block.getKey()));
            requireObject(block.getValue(), block.getKey());
            for (Map.Entry<String, JsonNode> entry : block.getValue().properties()) {
                List<Template> values = texts(entry.getValue(), entry.getKey()).stream()
                        .map(text -> Template.parse(text, withVariables))
                        .toList();
                conditions.add(new Condition(operator, entry.getKey(), values));
            }
        }
        return List.copyOf(conditions);
    }

    private static List<String> texts(JsonNode json, String element) {
        List<String> texts = several(json)
                .map(value -> {
                    if (!value.isTextual() && !value.isBoolean() && !value.isNumber()) {
                        throw mistake("%s must be a text or a list of them", element);
                    }
                    return value.asText();
                })
                .toList();
        if (texts.isEmpty()) {
            throw mistake("%s is empty", element);
        }
        return texts;
    }

    /// Wherever a policy has a list, one entry can stand without it.
    private static Stream<JsonNode> several(JsonNode json) {
        if (json.isMissingNode()) {
            return Stream.empty();
        }
        return json.isArray() ? json.valueStream() : Stream.of(json);
    }

    private static void requireObject(JsonNode json, String what) {
        if (!json.isObject()) {
            throw mistake("%s must be a JSON object", what);
        }
    }

    private static void requireKnown(JsonNode json, Set<String> elements) {
        json.fieldNames().forEachRemaining(name -> {
            if (!elements.contains(name)) {
                throw mistake("the element '%s' is not known here", name);
            }
        });
    }

    private static MalformedPolicyException mistake(String text, Object... arguments) {
        return new MalformedPolicyException(text.formatted(arguments));
    }
}
