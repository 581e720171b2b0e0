package org.identitybroker.cognito;

import java.util.Optional;
import org.identitybroker.identity.IdentityId;

/// What Cognito answered.
///
/// @param identity may differ from the one that was asked for, if Cognito merged two
/// @param awsRequestId Cognito's own id of the exchange, by which AWS finds it in CloudTrail; at most 128 characters of
/// `[A-Za-z0-9._:/=+-]`, empty if the answer had none
public record Grant(IdentityId identity, OpenIdToken token, Optional<String> awsRequestId) {
    public Grant(IdentityId identity, OpenIdToken token) {
        this(identity, token, Optional.empty());
    }
}
