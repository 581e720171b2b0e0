package org.identitybroker.token;

import java.util.Optional;
import org.identitybroker.cognito.Grant;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.IdentityId;

/// A grant, and where it came from.
record Supplied(Grant grant, TokenSource source) {
    IdentityId identity() {
        return grant.identity();
    }

    OpenIdToken token() {
        return grant.token();
    }

    /// Cognito's id of the call that was made for this request, or that it joined.
    Optional<String> awsRequestId() {
        return grant.awsRequestId();
    }
}
