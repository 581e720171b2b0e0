package org.identitybroker.emulator.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The IAM roles of a pool, as ARNs; without one, identities of that kind get no credentials.
///
/// @param mappings which other roles users of public providers get, by the provider's name or ARN
public record PoolRoles(
        Optional<String> authenticated, Optional<String> unauthenticated, Map<String, RoleMapping> mappings) {
    public PoolRoles {
        mappings = Collections.unmodifiableMap(new LinkedHashMap<>(mappings));
    }

    public static PoolRoles none() {
        return new PoolRoles(Optional.empty(), Optional.empty(), Map.of());
    }

    /// Roles of the account that the emulator has unless told otherwise.
    public static PoolRoles standard() {
        return new PoolRoles(
                Optional.of("arn:aws:iam::111122223333:role/CognitoAuthenticated"),
                Optional.of("arn:aws:iam::111122223333:role/CognitoUnauthenticated"),
                Map.of());
    }

    public PoolRoles withAuthenticated(String roleArn) {
        return new PoolRoles(Optional.of(roleArn), unauthenticated, mappings);
    }

    public Optional<String> of(boolean isAuthenticated) {
        return isAuthenticated ? authenticated : unauthenticated;
    }

    /// Whether a role trusts tokens of this pool: the guests' role those of guests, all others those of users.
    public boolean trusts(boolean isAuthenticated, String roleArn) {
        Stream<String> mapped = mappings.values().stream()
                .flatMap(mapping -> mapping.rules().stream())
                .map(MappingRule::roleArn);
        Stream<String> trusting =
                isAuthenticated ? Stream.concat(authenticated.stream(), mapped) : unauthenticated.stream();
        return trusting.anyMatch(roleArn::equals);
    }
}
