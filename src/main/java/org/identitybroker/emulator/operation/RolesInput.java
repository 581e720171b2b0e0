package org.identitybroker.emulator.operation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.identitybroker.emulator.state.MappingRule;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.RoleMapping;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Refusal;

/// The roles of a pool as SetIdentityPoolRoles describes them.
final class RolesInput {
    /// Amazon Cognito guide, "Quotas": 25 rules for each provider; the model itself has 400.
    private static final int RULES_MAX = 25;

    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/\\S+");

    private RolesInput() {}

    static PoolRoles of(Input input) {
        Map<String, String> roles = input.textMap("Roles");
        Map<String, RoleMapping> mappings = new LinkedHashMap<>();
        input.structureMap("RoleMappings").forEach((provider, mapping) -> mappings.put(provider, mapping(mapping)));
        return new PoolRoles(role(roles, "authenticated"), role(roles, "unauthenticated"), mappings);
    }

    private static Optional<String> role(Map<String, String> roles, String state) {
        return Optional.ofNullable(roles.get(state)).map(RolesInput::checkedArn);
    }

    private static RoleMapping mapping(Input mapping) {
        RoleMapping.Type type = word(RoleMapping.Type.values(), RoleMapping.Type::wireName, mapping.text("Type"));
        RoleMapping.Ambiguous ambiguous = mapping.optionalText("AmbiguousRoleResolution")
                .map(word -> word(RoleMapping.Ambiguous.values(), RoleMapping.Ambiguous::wireName, word))
                .orElseThrow(() -> Refusal.invalidParameter(
                        "AmbiguousRoleResolution is required for role mappings of type Token and Rules."));
        return new RoleMapping(type, ambiguous, rules(type, mapping));
    }

    private static List<MappingRule> rules(RoleMapping.Type type, Input mapping) {
        List<Input> rules = mapping.structure("RulesConfiguration")
                .map(configuration -> configuration.structures("Rules"))
                .orElse(List.of());
        if (type == RoleMapping.Type.RULES && rules.isEmpty()) {
            throw Refusal.invalidParameter("RulesConfiguration is required for role mappings of type Rules.");
        }
        if (rules.size() > RULES_MAX) {
            throw Refusal.invalidParameter("A role mapping can have at most %d rules.".formatted(RULES_MAX));
        }
        return rules.stream().map(RolesInput::rule).toList();
    }

    private static MappingRule rule(Input rule) {
        return new MappingRule(
                rule.text("Claim"),
                word(MappingRule.Match.values(), MappingRule.Match::wireName, rule.text("MatchType")),
                rule.text("Value"),
                checkedArn(rule.text("RoleARN")));
    }

    private static String checkedArn(String arn) {
        if (!ROLE_ARN.matcher(arn).matches()) {
            throw Refusal.invalidParameter("'%s' is not the ARN of an IAM role.".formatted(arn));
        }
        return arn;
    }

    /// The constraints let no other words through.
    private static <T> T word(T[] all, Function<T, String> wireName, String word) {
        return Arrays.stream(all)
                .filter(one -> wireName.apply(one).equals(word))
                .findFirst()
                .orElseThrow();
    }
}
