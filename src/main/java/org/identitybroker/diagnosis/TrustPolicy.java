package org.identitybroker.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Who may assume a role, as its trust policy says (IAM user guide, "Grammar of the IAM JSON policy language").
final class TrustPolicy {
    static final String ASSUME = "sts:AssumeRoleWithWebIdentity";
    static final String TAG = "sts:TagSession";
    private static final String ASSUME_AS_OTHERS_DO = "sts:AssumeRole";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param federated whom of `Principal`'s `Federated` it is about
    /// @param isForEverybody whether a principal is `*`
    /// @param isUnclear whether its principals or actions are those that it is not about
    private record Statement(
            boolean allows,
            List<String> federated,
            boolean isForEverybody,
            boolean isUnclear,
            List<String> actions,
            List<TrustCondition> conditions) {

        Answer isAbout(CognitoToken token, String action) {
            if (isUnclear) {
                return Answer.MAYBE;
            }
            boolean concerns = (isForEverybody || federated.stream().anyMatch(token::isFrom)) && names(action);
            return concerns ? Answer.all(conditions.stream().map(each -> each.holds(token))) : Answer.NO;
        }

        boolean names(String action) {
            String wanted = action.toLowerCase(Locale.ROOT);
            return actions.stream()
                    .map(each -> each.toLowerCase(Locale.ROOT))
                    .anyMatch(each -> each.endsWith("*")
                            ? wanted.startsWith(each.substring(0, each.length() - 1))
                            : each.equals(wanted));
        }
    }

    private final List<Statement> statements;

    private TrustPolicy(List<Statement> statements) {
        this.statements = statements;
    }

    /// @throws IllegalArgumentException if it is no policy; without the text
    static TrustPolicy parse(String json) {
        try {
            List<Statement> statements = new ArrayList<>();
            several(JSON.readTree(json).path("Statement")).forEach(each -> statements.add(statement(each)));
            return new TrustPolicy(statements);
        } catch (JsonProcessingException _) {
            throw new IllegalArgumentException("no JSON");
        }
    }

    /// An explicit Deny wins.
    Answer allows(CognitoToken token, String action) {
        Answer allowed = Answer.any(
                statements.stream().filter(Statement::allows).map(statement -> statement.isAbout(token, action)));
        Answer denied = Answer.any(statements.stream()
                .filter(statement -> !statement.allows())
                .map(statement -> statement.isAbout(token, action)));
        return allowed.and(denied.not());
    }

    /// Whether Cognito is named at all.
    boolean names(CognitoToken token) {
        return allowing()
                .anyMatch(statement -> statement.isForEverybody()
                        || statement.federated().stream().anyMatch(token::isFrom));
    }

    /// Whether Cognito is trusted to do what people do, and not what Cognito does.
    boolean hasOnlyTheOtherAction(CognitoToken token) {
        List<Statement> ours = allowing()
                .filter(statement -> statement.federated().stream().anyMatch(token::isFrom))
                .toList();
        return ours.stream().anyMatch(statement -> statement.names(ASSUME_AS_OTHERS_DO))
                && ours.stream().noneMatch(statement -> statement.names(ASSUME));
    }

    /// Whether `*` may assume the role: YES without a condition, MAYBE with one.
    Answer allowsEverybody() {
        return Answer.any(allowing()
                .filter(Statement::isForEverybody)
                .filter(statement -> statement.names(ASSUME) || statement.names(ASSUME_AS_OTHERS_DO))
                .map(statement -> statement.conditions().isEmpty() ? Answer.YES : Answer.MAYBE));
    }

    private Stream<Statement> allowing() {
        return statements.stream().filter(Statement::allows);
    }

    private static Statement statement(JsonNode json) {
        JsonNode principal = json.path("Principal");
        boolean isForEverybody = isStar(principal)
                || principal.properties().stream()
                        .anyMatch(each -> several(each.getValue()).anyMatch(TrustPolicy::isStar));
        return new Statement(
                json.path("Effect").asText().equals("Allow"),
                texts(principal.path("Federated")),
                isForEverybody,
                json.has("NotPrincipal") || json.has("NotAction"),
                texts(json.path("Action")),
                conditions(json.path("Condition")));
    }

    private static List<TrustCondition> conditions(JsonNode json) {
        List<TrustCondition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> block : json.properties()) {
            for (Map.Entry<String, JsonNode> line : block.getValue().properties()) {
                conditions.add(new TrustCondition(block.getKey(), line.getKey(), texts(line.getValue())));
            }
        }
        return conditions;
    }

    private static boolean isStar(JsonNode json) {
        return json.asText().equals("*");
    }

    private static List<String> texts(JsonNode json) {
        return several(json).map(JsonNode::asText).toList();
    }

    /// Wherever a policy has a list, one entry can stand without it.
    private static Stream<JsonNode> several(JsonNode json) {
        if (json.isMissingNode()) {
            return Stream.empty();
        }
        return json.isArray() ? json.valueStream() : Stream.of(json);
    }
}
