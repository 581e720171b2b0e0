package org.identitybroker.cognito;

import java.util.Set;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;

/// What the broker asks of Cognito. Each method is one call with its retries, within
/// `broker.cognito.call-timeout`, and throws [CognitoFailedException] for whatever goes wrong. Never called
/// with a transaction open.
public interface CognitoGateway {
    /// GetOpenIdTokenForDeveloperIdentity: finds or makes the user's identity, links what the call names to it,
    /// and returns a token for it.
    Grant openIdToken(Pool pool, TokenCall call);

    /// LookupDeveloperIdentity: everybody whom Cognito has linked to this identity through the pool's developer
    /// provider. Empty for a guest's identity and for one that Cognito does not know.
    Set<String> developerUserIdentifiers(Pool pool, IdentityId identity);

    /// UnlinkDeveloperIdentity. Unlinking what is not linked is no failure.
    void unlink(Pool pool, IdentityId identity, String developerUserIdentifier);
}
