package org.identitybroker.cognito;

import java.time.Instant;
import org.identitybroker.identity.IdentityId;

/// AWS credentials of an identity, good for about an hour; nobody can take them back. They cannot print themselves.
///
/// @param identity whose they are; may differ from the one that was asked for, if Cognito merged two
/// @param secretAccessKey a secret; read only where an answer is written
/// @param sessionToken a secret as well
public record TemporaryCredentials(
        IdentityId identity, String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {

    @Override
    public String toString() {
        return "TemporaryCredentials[redacted]";
    }
}
