package org.identitybroker.emulator.state;

import java.util.List;
import java.util.function.BiPredicate;

/// Gives a role to users with a certain claim.
///
/// @param claim the name of a claim in the login token
/// @param value what the claim is compared with
public record MappingRule(String claim, Match match, String value, String roleArn) {
    /// How claim and value are compared.
    public enum Match {
        EQUALS("Equals", String::equals),
        CONTAINS("Contains", String::contains),
        STARTS_WITH("StartsWith", String::startsWith),
        NOT_EQUAL("NotEqual", (claim, value) -> !claim.equals(value));

        private final String wireName;
        private final BiPredicate<String, String> fits;

        Match(String wireName, BiPredicate<String, String> fits) {
            this.wireName = wireName;
            this.fits = fits;
        }

        public String wireName() {
            return wireName;
        }
    }

    /// Whether the rule applies to a claim of these values. A list fits if one of its items does, and differs from
    /// a value if all of them do; a claim that is missing fits nothing, NotEqual neither (Amazon Cognito guide,
    /// "Using role-based access control").
    public boolean fits(List<String> claimValues) {
        if (match == Match.NOT_EQUAL) {
            return !claimValues.isEmpty() && claimValues.stream().allMatch(one -> match.fits.test(one, value));
        }
        return claimValues.stream().anyMatch(one -> match.fits.test(one, value));
    }
}
