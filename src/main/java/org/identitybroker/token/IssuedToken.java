package org.identitybroker.token;

import java.time.Instant;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;

/// A token that may be answered: its identity is the one that the mapping holds.
///
/// @param created whether this request made the mapping
public record IssuedToken(Pool pool, IdentityId identity, OpenIdToken token, Instant expiresAt, boolean created) {}
