package org.identitybroker.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.identitybroker.emulator.iam.AccessRequest;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Decision;
import org.identitybroker.emulator.iam.PolicyDocument;

/// A role's trust policy. The emulator's evaluation knows no principals, so the statements that name another one are
/// left out first; what remains is evaluated with the role itself as the resource.
record Trust(JsonNode document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param kind `AWS`, `Federated` or `Service`
    boolean letsIn(String kind, String principal, String action, Context context) {
        ObjectNode about =
                JSON.createObjectNode().put("Version", document.path("Version").asText());
        ArrayNode statements = about.putArray("Statement");
        for (JsonNode statement : document.path("Statement")) {
            if (statement.path("Principal").equals(JSON.createObjectNode().put(kind, principal))) {
                ObjectNode evaluated = statement.deepCopy();
                evaluated.remove("Principal");
                statements.add(evaluated.put("Resource", "*"));
            }
        }
        return !statements.isEmpty()
                && PolicyDocument.of(about)
                                .decide(new AccessRequest(action, "arn:aws:iam::111122223333:role/It", context))
                        == Decision.ALLOWED;
    }
}
