package org.identitybroker.cognito;

import java.time.Instant;
import java.util.Optional;
import org.identitybroker.identity.IdentityId;

/// AWS credentials of an identity, good for about an hour; nobody can take them back. They cannot print themselves.
///
/// @param identity whose they are; may differ from the one that was asked for, if Cognito merged two
/// @param secretAccessKey a secret; read only where an answer is written
/// @param sessionToken a secret as well
/// @param awsRequestId as in [Grant]
public record TemporaryCredentials(
        IdentityId identity,
        String accessKeyId,
        String secretAccessKey,
        String sessionToken,
        Instant expiration,
        Optional<String> awsRequestId) {
    public TemporaryCredentials(
            IdentityId identity, String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
        this(identity, accessKeyId, secretAccessKey, sessionToken, expiration, Optional.empty());
    }

    @Override
    public String toString() {
        return "TemporaryCredentials[redacted]";
    }
}
