package org.identitybroker.identity;

import org.identitybroker.pool.PoolName;

/// The three columns that a token request needs, read by one statement and without entities to keep track of.
record FoundLogin(String identityId, String developerUserIdentifier, String status) {
    DeveloperLogin of(PoolName pool, UserId user) {
        return new DeveloperLogin(
                pool, user, new IdentityId(identityId), developerUserIdentifier, IdentityStatus.of(status));
    }

    @Override
    public String toString() {
        return "FoundLogin[redacted]";
    }
}
