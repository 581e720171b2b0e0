package org.identitybroker.identity;

import java.util.Optional;
import java.util.Set;
import org.identitybroker.pool.PoolName;

/// Which identities of a pool to read.
///
/// @param status empty: whatever their status
/// @param userIdPrefixes only identities with a user whose id begins with one of these; empty: all
/// @param after those that follow this place; empty: from the oldest on
/// @param limit the most to read
public record IdentitySearch(
        PoolName pool,
        Optional<IdentityStatus> status,
        Set<String> userIdPrefixes,
        Optional<IdentityPlace> after,
        int limit) {}
