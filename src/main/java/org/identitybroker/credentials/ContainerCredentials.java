package org.identitybroker.credentials;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The answer as an AWS SDK reads it from the address in `AWS_CONTAINER_CREDENTIALS_FULL_URI` (AWS SDKs and Tools
/// Reference Guide, container credential provider). Some SDKs do without one or the other member; all four suit all.
@Schema(name = "ContainerCredentials")
public record ContainerCredentials(
        @JsonProperty("AccessKeyId") String accessKeyId,
        @JsonProperty("SecretAccessKey") String secretAccessKey,

        @Schema(description = "The session token.") @JsonProperty("Token")
        String token,

        @Schema(description = "When the credentials end; SDKs ask again before.") @JsonProperty("Expiration")
        Instant expiration) {

    static ContainerCredentials of(IssuedCredentials issued) {
        return new ContainerCredentials(
                issued.credentials().accessKeyId(),
                issued.credentials().secretAccessKey(),
                issued.credentials().sessionToken(),
                issued.expiration());
    }

    /// Has secrets in it.
    @Override
    public String toString() {
        return "ContainerCredentials[redacted]";
    }
}
