package org.identitybroker.emulator.state;

import java.util.Optional;

/// The IAM roles of a pool, as ARNs; without one, identities of that kind get no credentials.
public record PoolRoles(Optional<String> authenticated, Optional<String> unauthenticated) {
    public static PoolRoles none() {
        return new PoolRoles(Optional.empty(), Optional.empty());
    }

    /// Roles of the account that the emulator has unless told otherwise.
    public static PoolRoles standard() {
        return new PoolRoles(
                Optional.of("arn:aws:iam::111122223333:role/CognitoAuthenticated"),
                Optional.of("arn:aws:iam::111122223333:role/CognitoUnauthenticated"));
    }

    public Optional<String> of(boolean isAuthenticated) {
        return isAuthenticated ? authenticated : unauthenticated;
    }
}
