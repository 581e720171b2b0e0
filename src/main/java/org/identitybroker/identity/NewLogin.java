package org.identitybroker.identity;

import java.util.Optional;
import org.identitybroker.pool.PoolName;

/// A login that is to be stored.
///
/// @param keyId which key made the identifier, if it is a pseudonym; a login that moves with its
///     identifier keeps its key
/// @param linkedBy the name of the caller that vouched
/// @param shared whether the identity may have other users: true only if Cognito confirmed that they are linked
///     to it
public record NewLogin(
        PoolName pool,
        UserId user,
        IdentityId identity,
        String developerUserIdentifier,
        Optional<String> keyId,
        String linkedBy,
        boolean shared) {

    /// The same, now that Cognito has confirmed that the identity has several users.
    public NewLogin confirmedAsShared() {
        return new NewLogin(pool, user, identity, developerUserIdentifier, keyId, linkedBy, true);
    }

    /// The login as it is once it is stored, with an identity that is enabled.
    public DeveloperLogin stored() {
        return new DeveloperLogin(pool, user, identity, developerUserIdentifier, IdentityStatus.ENABLED);
    }

    @Override
    public String toString() {
        return "NewLogin[" + pool.value() + ", redacted, " + identity + "]";
    }
}
