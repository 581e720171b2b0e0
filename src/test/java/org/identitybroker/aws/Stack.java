package org.identitybroker.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What CloudFormation makes of the template with some parameters, in account 111122223333 and eu-west-1: conditions
/// decided, functions evaluated.
final class Stack {
    static final String POOL = "eu-west-1:00000000-0000-4000-8000-000000000001";
    static final String POOL_ARN = "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/" + POOL;
    static final String OIDC_PROVIDER =
            "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AB12";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<String, String> PSEUDO_PARAMETERS = Map.of(
            "AWS::AccountId", "111122223333",
            "AWS::Partition", "aws",
            "AWS::Region", "eu-west-1",
            "AWS::StackName", "customers");

    /// In a `Fn::Sub`; `${!…}` is the one that stays.
    private static final Pattern PLACE = Pattern.compile("\\$\\{(!?)([^}]+)}");

    /// What the smallest stack has to be told.
    private static final Map<String, String> REQUIRED =
            Map.of("DeveloperProviderName", "login.example.com", "OidcProviderArn", OIDC_PROVIDER);

    private final Map<String, JsonNode> parameters = new TreeMap<>();

    private Stack(Map<String, String> given) {
        Template.CONTENT.path("Parameters").properties().forEach(declared -> {
            String text = given.containsKey(declared.getKey())
                    ? given.get(declared.getKey())
                    : declared.getValue().required("Default").asText();
            requireAllowed(declared.getKey(), declared.getValue(), text);
            boolean isList = declared.getValue().path("Type").asText().equals("CommaDelimitedList");
            parameters.put(declared.getKey(), isList ? list(text) : TextNode.valueOf(text));
        });
        requireKnown(given.keySet(), parameters.keySet());
    }

    /// @param more parameters beside those that have to be given, as `name, value, name, value`
    static Stack of(String... more) {
        Map<String, String> given = new HashMap<>(REQUIRED);
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        return new Stack(given);
    }

    private static void requireKnown(Set<String> given, Set<String> declared) {
        if (!declared.containsAll(given)) {
            throw new IllegalArgumentException("no such parameter among " + given);
        }
    }

    private static void requireAllowed(String name, JsonNode declared, String text) {
        boolean fits = !declared.has("AllowedPattern")
                || text.matches(declared.path("AllowedPattern").asText());
        boolean listed = !declared.has("AllowedValues")
                || declared.path("AllowedValues")
                        .valueStream()
                        .anyMatch(value -> value.asText().equals(text));
        if (!fits || !listed) {
            throw new IllegalArgumentException("%s may not be '%s'".formatted(name, text));
        }
    }

    /// The names of the resources that are made.
    Set<String> resources() {
        return Template.CONTENT.path("Resources").properties().stream()
                .filter(resource -> isMade(resource.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String typeOf(String resource) {
        return declared(resource).path("Type").asText();
    }

    JsonNode properties(String resource) {
        if (!resources().contains(resource)) {
            throw new IllegalArgumentException(resource + " is not made");
        }
        return value(declared(resource).path("Properties"));
    }

    /// Who may assume a role.
    JsonNode trust(String role) {
        JsonNode document = properties(role).path("AssumeRolePolicyDocument");
        return document.isTextual() ? json(document.asText()) : document;
    }

    /// Every policy that says what somebody may do, by the resource that has it.
    Map<String, JsonNode> policies() {
        Map<String, JsonNode> policies = new TreeMap<>();
        for (String resource : resources()) {
            JsonNode properties = properties(resource);
            if (properties.has("PolicyDocument")) {
                policies.put(resource, properties.path("PolicyDocument"));
            }
            properties.path("Policies").forEach(policy -> policies.put(resource, policy.path("PolicyDocument")));
        }
        return policies;
    }

    /// All that a role may do, as one policy: its own policies, and those that are attached to it from either side.
    JsonNode rightsOf(String role) {
        ObjectNode rights = NODES.objectNode().put("Version", "2012-10-17");
        ArrayNode statements = rights.putArray("Statement");
        policies().forEach((resource, document) -> {
            if (resource.equals(role) || isAttached(resource, role)) {
                document.path("Statement").forEach(statements::add);
            }
        });
        return rights;
    }

    private boolean isAttached(String policy, String role) {
        return hasText(properties(policy).path("Roles"), physicalId(role))
                || (typeOf(policy).equals("AWS::IAM::ManagedPolicy")
                        && hasText(properties(role).path("ManagedPolicyArns"), physicalId(policy)));
    }

    private static boolean hasText(JsonNode list, String text) {
        return list.valueStream().anyMatch(entry -> entry.asText().equals(text));
    }

    String arn(String role) {
        return attribute(NODES.arrayNode().add(role).add("Arn")).asText();
    }

    Map<String, String> outputs() {
        Map<String, String> outputs = new TreeMap<>();
        Template.CONTENT.path("Outputs").properties().forEach(output -> {
            if (isMade(output.getValue())) {
                outputs.put(
                        output.getKey(), value(output.getValue().path("Value")).asText());
            }
        });
        return outputs;
    }

    String output(String name) {
        return Optional.ofNullable(outputs().get(name)).orElseThrow();
    }

    /// What keeps CloudFormation from making anything, in the template's words.
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        Template.CONTENT.path("Rules").forEach(rule -> {
            if (holds(rule.path("RuleCondition"))) {
                rule.path("Assertions").forEach(assertion -> {
                    if (!holds(assertion.path("Assert"))) {
                        complaints.add(assertion.path("AssertDescription").asText());
                    }
                });
            }
        });
        return complaints;
    }

    private static JsonNode declared(String resource) {
        return Template.CONTENT.path("Resources").required(resource);
    }

    private boolean isMade(JsonNode resource) {
        return !resource.has("Condition")
                || condition(resource.path("Condition").asText());
    }

    private boolean condition(String name) {
        return holds(Template.CONTENT.path("Conditions").required(name));
    }

    private boolean holds(JsonNode node) {
        Map.Entry<String, JsonNode> function = node.properties().iterator().next();
        JsonNode argument = function.getValue();
        return switch (function.getKey()) {
            case "Condition" -> condition(argument.asText());
            case "Fn::Equals" -> value(argument.get(0)).equals(value(argument.get(1)));
            case "Fn::Not" -> !holds(argument.get(0));
            case "Fn::And" -> argument.valueStream().allMatch(this::holds);
            case "Fn::Or" -> argument.valueStream().anyMatch(this::holds);
            default -> throw new IllegalStateException("no condition: " + function.getKey());
        };
    }

    /// @return missing for `AWS::NoValue`
    private JsonNode value(JsonNode node) {
        if (node.isArray()) {
            ArrayNode values = NODES.arrayNode();
            node.valueStream()
                    .map(this::value)
                    .filter(value -> !value.isMissingNode())
                    .forEach(values::add);
            return values;
        }
        if (!node.isObject()) {
            return node;
        }
        if (isFunction(node)) {
            Map.Entry<String, JsonNode> function = node.properties().iterator().next();
            return evaluated(function.getKey(), function.getValue());
        }
        ObjectNode values = NODES.objectNode();
        node.properties().forEach(entry -> {
            JsonNode value = value(entry.getValue());
            if (!value.isMissingNode()) {
                values.set(entry.getKey(), value);
            }
        });
        return values;
    }

    private static boolean isFunction(JsonNode node) {
        return node.size() == 1
                && node.properties().stream()
                        .allMatch(entry ->
                                entry.getKey().equals("Ref") || entry.getKey().startsWith("Fn::"));
    }

    private JsonNode evaluated(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> reference(argument.asText());
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::If" -> value(argument.get(condition(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Join" ->
                TextNode.valueOf(value(argument.get(1))
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(argument.get(0).asText())));
            case "Fn::Split" ->
                split(value(argument.get(1)).asText(), argument.get(0).asText());
            case "Fn::Select" -> value(argument.get(1)).required(argument.get(0).asInt());
            case "Fn::Sub" ->
                argument.isTextual()
                        ? TextNode.valueOf(filled(argument.asText(), NODES.objectNode()))
                        : TextNode.valueOf(filled(argument.get(0).asText(), argument.get(1)));
            default -> throw new IllegalStateException("not known here: " + function);
        };
    }

    private String filled(String text, JsonNode own) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(filled(place.group(1), place.group(2), own)));
    }

    private String filled(String literal, String name, JsonNode own) {
        if (!literal.isEmpty()) {
            return "${" + name + "}";
        }
        if (own.has(name)) {
            return value(own.get(name)).asText();
        }
        return name.contains(".")
                ? attribute(split(name, ".")).asText()
                : reference(name).asText();
    }

    private JsonNode reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return MissingNode.getInstance();
        }
        if (PSEUDO_PARAMETERS.containsKey(name)) {
            return TextNode.valueOf(PSEUDO_PARAMETERS.get(name));
        }
        return parameters.containsKey(name) ? parameters.get(name) : TextNode.valueOf(physicalId(name));
    }

    /// What `Ref` is for a type of resource, in the resource's own documentation.
    private String physicalId(String resource) {
        if (!resources().contains(resource)) {
            throw new IllegalStateException(resource + " is not made");
        }
        return switch (typeOf(resource)) {
            case "AWS::Cognito::IdentityPool" -> POOL;
            case "AWS::IAM::Role" -> "customers-" + resource;
            case "AWS::IAM::ManagedPolicy" -> "arn:aws:iam::111122223333:policy/customers-" + resource;
            case "AWS::S3::Bucket" -> "customers-" + resource.toLowerCase(Locale.ROOT);
            default -> throw new IllegalStateException("no id known here of " + resource);
        };
    }

    private JsonNode attribute(JsonNode path) {
        String resource = path.get(0).asText();
        if (!resources().contains(resource)
                || !typeOf(resource).equals("AWS::IAM::Role")
                || !path.get(1).asText().equals("Arn")) {
            throw new IllegalStateException("no such attribute: " + path);
        }
        return TextNode.valueOf("arn:aws:iam::111122223333:role/" + physicalId(resource));
    }

    private static JsonNode list(String text) {
        return split(text, ",");
    }

    private static ArrayNode split(String text, String at) {
        ArrayNode parts = NODES.arrayNode();
        for (String part : text.split(Pattern.quote(at), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
