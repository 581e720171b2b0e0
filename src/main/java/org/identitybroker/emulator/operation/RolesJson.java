package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.identitybroker.emulator.state.MappingRule;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.RoleMapping;

/// The roles of a pool as GetIdentityPoolRoles shows them: what was never set is left out.
final class RolesJson {
    private RolesJson() {}

    static ObjectNode of(PoolSettings pool) {
        ObjectNode json = Json.object().put("IdentityPoolId", pool.id());
        PoolRoles roles = pool.roles();
        if (roles.authenticated().isPresent() || roles.unauthenticated().isPresent()) {
            ObjectNode byState = json.putObject("Roles");
            roles.authenticated().ifPresent(arn -> byState.put("authenticated", arn));
            roles.unauthenticated().ifPresent(arn -> byState.put("unauthenticated", arn));
        }
        if (!roles.mappings().isEmpty()) {
            ObjectNode mappings = json.putObject("RoleMappings");
            roles.mappings().forEach((provider, mapping) -> mappings.set(provider, mapping(mapping)));
        }
        return json;
    }

    private static ObjectNode mapping(RoleMapping mapping) {
        ObjectNode json = Json.object()
                .put("Type", mapping.type().wireName())
                .put("AmbiguousRoleResolution", mapping.ambiguous().wireName());
        if (!mapping.rules().isEmpty()) {
            putRules(json.putObject("RulesConfiguration").putArray("Rules"), mapping.rules());
        }
        return json;
    }

    private static void putRules(ArrayNode list, List<MappingRule> rules) {
        rules.forEach(rule -> list.addObject()
                .put("Claim", rule.claim())
                .put("MatchType", rule.match().wireName())
                .put("Value", rule.value())
                .put("RoleARN", rule.roleArn()));
    }
}
