package org.identitybroker.identity;

import org.identitybroker.pool.PoolName;

/// A login that is to be stored.
///
/// @param linkedBy the name of the caller that vouched
/// @param shared whether the identity may have other users: true only if Cognito confirmed that they are linked
///     to it
public record NewLogin(
        PoolName pool,
        UserId user,
        IdentityId identity,
        String developerUserIdentifier,
        String linkedBy,
        boolean shared) {

    /// The same, now that Cognito has confirmed that the identity has several users.
    public NewLogin confirmedAsShared() {
        return new NewLogin(pool, user, identity, developerUserIdentifier, linkedBy, true);
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
