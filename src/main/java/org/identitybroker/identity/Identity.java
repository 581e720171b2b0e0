package org.identitybroker.identity;

import java.util.Set;
import org.identitybroker.pool.PoolName;

/// What is known of an identity.
///
/// @param users all users that are linked to it; may be none
public record Identity(IdentityId id, PoolName pool, IdentityStatus status, Set<UserId> users) {}
