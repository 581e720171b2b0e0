package org.identitybroker.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.identitybroker.pool.PoolName;

/// All that is stored of an identity.
///
/// @param users in the order in which they were linked; may be none
public record IdentityRecord(
        IdentityId id,
        PoolName pool,
        IdentityStatus status,
        List<LinkedUser> users,
        Instant createdAt,
        Instant updatedAt) {

    public Optional<LinkedUser> user(UserId user) {
        return users.stream().filter(linked -> linked.user().equals(user)).findFirst();
    }

    public boolean isDisabled() {
        return status == IdentityStatus.DISABLED;
    }
}
