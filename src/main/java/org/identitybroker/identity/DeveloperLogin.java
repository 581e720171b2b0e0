package org.identitybroker.identity;

import org.identitybroker.pool.PoolName;

/// One user of a pool and the identity that is the user's: a row of `developer_login`.
///
/// @param developerUserIdentifier what Cognito knows the user as
/// @param status the identity's
public record DeveloperLogin(
        PoolName pool, UserId user, IdentityId identity, String developerUserIdentifier, IdentityStatus status) {

    @Override
    public String toString() {
        return "DeveloperLogin[" + pool.value() + ", redacted, " + identity + ", " + status + "]";
    }
}
