package org.identitybroker.cognito;

import org.identitybroker.identity.IdentityId;

/// What Cognito answered.
///
/// @param identity may differ from the one that was asked for, if Cognito merged two
public record Grant(IdentityId identity, OpenIdToken token) {}
