package org.identitybroker.emulator.role;

import java.util.List;
import java.util.Optional;
import org.identitybroker.emulator.provider.ProvenLogin;
import org.identitybroker.emulator.state.MappingRule;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.RoleMapping;
import org.identitybroker.emulator.wire.Refusal;

/// Chooses the role for credentials, as the Amazon Cognito guide has it in "Using role-based access control".
public final class RoleChoice {
    private static final String ROLES = "cognito:roles";
    private static final String PREFERRED_ROLE = "cognito:preferred_role";

    private final PoolRoles roles;
    private final boolean isAuthenticated;

    public RoleChoice(PoolRoles roles, boolean isAuthenticated) {
        this.roles = roles;
        this.isAuthenticated = isAuthenticated;
    }

    /// The ARN of the role.
    ///
    /// @param login a public one; without it there is no mapping (AWS API reference, GetCredentialsForIdentity:
    ///     choosing roles is for external providers)
    /// @param asked the role that the call asks for by its `CustomRoleArn`
    public String choose(Optional<ProvenLogin> login, Optional<String> asked) {
        return login.flatMap(proven -> mapped(proven, asked)).orElseGet(() -> standard(asked));
    }

    /// Empty if the provider has no mapping.
    private Optional<String> mapped(ProvenLogin login, Optional<String> asked) {
        Optional<RoleMapping> mapping = Optional.ofNullable(roles.mappings().get(login.configurationKey()));
        return mapping.map(found -> asked.isPresent() ? allowed(found, login, asked.get()) : found(found, login));
    }

    private String standard(Optional<String> asked) {
        String attached = roles.of(isAuthenticated).orElseThrow(Refusal::rolesMisconfigured);
        if (asked.isPresent() && !asked.get().equals(attached)) {
            throw notYours();
        }
        return attached;
    }

    private static String allowed(RoleMapping mapping, ProvenLogin login, String asked) {
        List<String> candidates = switch (mapping.type()) {
            case TOKEN -> login.claim(ROLES);
            case RULES -> fittingRoles(mapping, login);
        };
        if (!candidates.contains(asked)) {
            throw notYours();
        }
        return asked;
    }

    private String found(RoleMapping mapping, ProvenLogin login) {
        Optional<String> role = switch (mapping.type()) {
            case TOKEN -> inToken(login);
            case RULES -> fittingRoles(mapping, login).stream().findFirst();
        };
        return role.orElseGet(() -> withoutClearRole(mapping));
    }

    private static Optional<String> inToken(ProvenLogin login) {
        List<String> all = login.claim(ROLES);
        Optional<String> preferred = login.claim(PREFERRED_ROLE).stream().findFirst();
        return preferred.or(() -> all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty());
    }

    private static List<String> fittingRoles(RoleMapping mapping, ProvenLogin login) {
        return mapping.rules().stream()
                .filter(rule -> rule.fits(login.claim(rule.claim())))
                .map(MappingRule::roleArn)
                .toList();
    }

    private String withoutClearRole(RoleMapping mapping) {
        return switch (mapping.ambiguous()) {
            case AUTHENTICATED_ROLE -> standard(Optional.empty());
            case DENY ->
                throw Refusal.notAuthorized("The role mapping denies access: no role is clear for this login.");
        };
    }

    private static Refusal notYours() {
        return Refusal.notAuthorized("The custom role is not one that this identity may assume.");
    }
}
