package org.identitybroker.token;

import java.time.Instant;
import java.util.Optional;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;

/// A token that may be answered: its identity is the one that the mapping holds.
///
/// @param created whether this request made the mapping
/// @param linked whether this request had Cognito link the user to the identity that it names
/// @param source where the token came from
/// @param awsRequestId Cognito's own id of the call; empty for a reused token
public record IssuedToken(
        Pool pool,
        IdentityId identity,
        OpenIdToken token,
        Instant expiresAt,
        boolean created,
        boolean linked,
        TokenSource source,
        Optional<String> awsRequestId) {

    /// Whether the token was issued for an earlier request.
    public boolean reused() {
        return source == TokenSource.REUSED;
    }
}
