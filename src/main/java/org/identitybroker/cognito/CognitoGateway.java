package org.identitybroker.cognito;

import java.util.Optional;
import java.util.Set;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;

/// What the broker asks of Cognito. Each method is one call with its retries, within
/// `broker.cognito.call-timeout`, and throws [CognitoFailedException] for whatever goes wrong. Never called
/// with a transaction open.
public interface CognitoGateway {
    /// GetOpenIdTokenForDeveloperIdentity: finds or makes the user's identity, links what the call names to it,
    /// and returns a token for it. The one operation that counts against the pool's quota, with each attempt.
    ///
    /// @throws org.identitybroker.problem.RefusedException `quota-exhausted`, or `store-unavailable` if the quota
    /// cannot be asked
    Grant openIdToken(Pool pool, TokenCall call);

    /// GetCredentialsForIdentity: redeems a token for AWS credentials, as a device does, unsigned.
    ///
    /// @param customRoleArn the role to take instead of the pool's own; Cognito refuses one that the identity may
    /// not have with [CognitoFailure#LOGIN_REFUSED]
    TemporaryCredentials credentials(Pool pool, Grant grant, Optional<String> customRoleArn);

    /// LookupDeveloperIdentity: everybody whom Cognito has linked to this identity through the pool's developer
    /// provider. Empty for a guest's identity and for one that Cognito does not know.
    Set<String> developerUserIdentifiers(Pool pool, IdentityId identity);

    /// LookupDeveloperIdentity: the identity that Cognito has linked this user to; empty if it does not know the user.
    Optional<IdentityId> identityOf(Pool pool, String developerUserIdentifier);

    /// UnlinkDeveloperIdentity. Unlinking what is not linked, or linked to another identity, is no failure.
    void unlink(Pool pool, IdentityId identity, String developerUserIdentifier);

    /// MergeDeveloperIdentities: the destination's identity gets all logins of the source's, which is disabled.
    /// [CognitoFailure#LOGIN_REFUSED] if both users have one identity already.
    ///
    /// @return the surviving identity
    IdentityId merge(Pool pool, String sourceUserIdentifier, String destinationUserIdentifier);

    /// DeleteIdentities. Deleting what Cognito does not know is no failure.
    void delete(Pool pool, IdentityId identity);
}
