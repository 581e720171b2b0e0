package org.identitybroker.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.identitybroker.emulator.http.UriEncoding;
import org.identitybroker.emulator.iam.Policies;
import org.identitybroker.emulator.iam.PolicyDocument;

/// The policies of roles by HTTP: `/_emulator/policies?role=arn:aws:iam::111122223333:role/Name`.
final class PolicyControl {
    private static final String ROLE = "role=";

    private final Policies policies;

    PolicyControl(Policies policies) {
        this.policies = policies;
    }

    /// All, or those of the role that is named.
    ObjectNode get(String query) {
        ObjectNode json = ControlJson.object();
        ObjectNode byRole = json.putObject("policies");
        Optional<String> role = roleIn(query);
        new TreeMap<>(policies.all()).forEach((arn, policy) -> {
            if (role.isEmpty() || role.get().equals(arn)) {
                byRole.set(arn, policy.json());
            }
        });
        return json;
    }

    /// Puts the document in the place of the role's policy.
    ObjectNode put(String query, JsonNode document) {
        String role = requiredRole(query);
        policies.set(role, PolicyDocument.of(document));
        return get(query);
    }

    /// Back to what the role had at the start; without a role, all of them.
    ObjectNode delete(String query) {
        roleIn(query).ifPresentOrElse(policies::reset, policies::resetAll);
        return get(query);
    }

    static String requiredRole(String query) {
        return roleIn(query).orElseThrow(() -> new IllegalArgumentException("which role? add ?role=<its ARN>"));
    }

    static Optional<String> roleIn(String query) {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith(ROLE))
                .map(parameter -> UriEncoding.decode(parameter.substring(ROLE.length())))
                .findFirst();
    }
}
