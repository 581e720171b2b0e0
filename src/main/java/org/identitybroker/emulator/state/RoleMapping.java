package org.identitybroker.emulator.state;

import java.util.List;

/// How the users of one public provider get their roles.
///
/// @param ambiguous what becomes of a user for whom no role, or more than one, was found
/// @param rules in the order in which they are tried; none for [Type#TOKEN]
public record RoleMapping(Type type, Ambiguous ambiguous, List<MappingRule> rules) {
    /// Where the role is found.
    public enum Type {
        /// In the claims `cognito:preferred_role` and `cognito:roles` of a user pool's token.
        TOKEN("Token"),
        /// By rules about any claims.
        RULES("Rules");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /// What becomes of a user without a clear role.
    public enum Ambiguous {
        AUTHENTICATED_ROLE("AuthenticatedRole"),
        DENY("Deny");

        private final String wireName;

        Ambiguous(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    public RoleMapping {
        rules = List.copyOf(rules);
    }
}
