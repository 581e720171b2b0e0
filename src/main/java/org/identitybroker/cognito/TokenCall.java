package org.identitybroker.cognito;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.identity.IdentityId;

/// What one GetOpenIdTokenForDeveloperIdentity asks for.
///
/// @param caller for whom it is made, by the caller's configured name: the quota is shared out among callers
/// @param identity the identity that must be the user's; empty: Cognito finds or makes one
/// @param logins public providers to link, and their tokens, which are secrets
/// @param principalTags session tags for the token
public record TokenCall(
        String caller,
        String developerUserIdentifier,
        Optional<IdentityId> identity,
        Map<String, String> logins,
        Map<String, String> principalTags,
        Duration duration) {

    /// The same for this identity.
    public TokenCall forIdentity(IdentityId id) {
        return new TokenCall(caller, developerUserIdentifier, Optional.of(id), logins, principalTags, duration);
    }

    @Override
    public String toString() {
        return "TokenCall[redacted]";
    }
}
