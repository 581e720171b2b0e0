package org.identitybroker.identity;

import java.time.Instant;

/// Where an identity stands among those of its pool, oldest first; the id decides between two of one moment.
///
/// @param createdAt in microseconds, as the database has it
public record IdentityPlace(Instant createdAt, IdentityId id) {
    public static IdentityPlace of(IdentityRecord identity) {
        return new IdentityPlace(identity.createdAt(), identity.id());
    }
}
