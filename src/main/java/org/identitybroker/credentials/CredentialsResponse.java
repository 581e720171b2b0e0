package org.identitybroker.credentials;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The answer of `POST /v1/credentials`.
@Schema(name = "CredentialsResponse")
public record CredentialsResponse(
        @Schema(description = "The user's identity, whose credentials these are.")
        String identityId,

        String accessKeyId,
        String secretAccessKey,
        String sessionToken,

        @Schema(description = "When the credentials end; ask again before.")
        Instant expiration,

        String pool,
        String region) {

    static CredentialsResponse of(IssuedCredentials issued) {
        return new CredentialsResponse(
                issued.credentials().identity().value(),
                issued.credentials().accessKeyId(),
                issued.credentials().secretAccessKey(),
                issued.credentials().sessionToken(),
                issued.expiration(),
                issued.pool().name().value(),
                issued.pool().region());
    }

    /// Has secrets in it.
    @Override
    public String toString() {
        return "CredentialsResponse[redacted]";
    }
}
