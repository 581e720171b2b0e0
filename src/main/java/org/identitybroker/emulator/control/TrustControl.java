package org.identitybroker.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.trustpolicy.TrustPolicies;

/// The trust policies of roles by HTTP: `/_emulator/trust-policies?role=arn:aws:iam::111122223333:role/Name`.
final class TrustControl {
    private final TrustPolicies policies;

    TrustControl(TrustPolicies policies) {
        this.policies = policies;
    }

    /// All, or that of the role that is named.
    ObjectNode get(String query) {
        ObjectNode json = ControlJson.object();
        ObjectNode byRole = json.putObject("trustPolicies");
        Optional<String> role = PolicyControl.roleIn(query);
        policies.all().forEach((arn, policy) -> {
            if (role.isEmpty() || role.get().equals(arn)) {
                byRole.set(arn, policy);
            }
        });
        return json;
    }

    /// Puts the document in the place of the role's trust policy, whatever is in it.
    ObjectNode put(String query, JsonNode document) {
        policies.set(PolicyControl.requiredRole(query), document);
        return get(query);
    }

    /// Back to what the role had at the start; without a role, all of them.
    ObjectNode delete(String query) {
        PolicyControl.roleIn(query).ifPresentOrElse(policies::reset, policies::resetAll);
        return get(query);
    }
}
