package org.identitybroker.identity;

import java.time.Instant;

/// One user of an identity.
///
/// @param developerUserIdentifier what Cognito knows the user as
public record LinkedUser(UserId user, String developerUserIdentifier, Instant linkedAt) {
    @Override
    public String toString() {
        return "LinkedUser[redacted]";
    }
}
