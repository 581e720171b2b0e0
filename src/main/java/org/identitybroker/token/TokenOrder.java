package org.identitybroker.token;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.caller.Caller;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;

/// A token request that was checked and is allowed.
///
/// @param named the identity that the request itself names
/// @param logins public providers to link; values are secrets
public record TokenOrder(
        Caller caller,
        Pool pool,
        UserId user,
        Duration duration,
        Optional<IdentityId> named,
        Map<String, String> logins,
        Map<String, String> principalTags) {

    /// What Cognito is asked for a user that it knows as this identifier.
    TokenCall call(String developerUserIdentifier, Optional<IdentityId> identity) {
        return new TokenCall(developerUserIdentifier, identity, logins, principalTags, duration);
    }

    NewLogin login(IdentityId identity, String developerUserIdentifier) {
        return new NewLogin(
                pool.name(),
                user,
                identity,
                developerUserIdentifier,
                pool.userIdentifiers().keyId(),
                caller.name(),
                false);
    }

    /// Whether the caller asked Cognito to link something, and so is the one to be told if it does not fit.
    boolean links() {
        return named.isPresent() || !logins.isEmpty();
    }

    @Override
    public String toString() {
        return "TokenOrder[redacted]";
    }
}
