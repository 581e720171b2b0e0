package org.identitybroker.cognito;

import java.util.Optional;

/// The IAM roles of an identity pool, as ARNs.
///
/// @param authenticated of users
/// @param unauthenticated of guests
public record AttachedRoles(Optional<String> authenticated, Optional<String> unauthenticated) {}
