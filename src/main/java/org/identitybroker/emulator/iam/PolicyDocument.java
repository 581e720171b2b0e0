package org.identitybroker.emulator.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A policy as it is attached to a role.
public final class PolicyDocument {
    private final JsonNode json;
    private final List<Statement> statements;

    private PolicyDocument(JsonNode json, List<Statement> statements) {
        this.json = json;
        this.statements = List.copyOf(statements);
    }

    /// @throws MalformedPolicyException if it is no policy, or has elements that are not evaluated here
    public static PolicyDocument parse(String json) {
        return of(PolicyReader.json(json));
    }

    /// @throws MalformedPolicyException if it is no policy, or has elements that are not evaluated here
    public static PolicyDocument of(JsonNode json) {
        JsonNode kept = json.deepCopy();
        return new PolicyDocument(kept, PolicyReader.statements(kept));
    }

    public JsonNode json() {
        return json.deepCopy();
    }

    /// Denied if a statement denies it, else allowed if one allows it, else not (IAM user guide: "Policy
    /// evaluation logic").
    public Decision decide(AccessRequest request) {
        List<Statement> matching = statements.stream()
                .filter(statement -> statement.matches(request))
                .toList();
        if (matching.isEmpty()) {
            return Decision.NOT_ALLOWED;
        }
        return matching.stream().allMatch(Statement::allows) ? Decision.ALLOWED : Decision.DENIED;
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
