package org.identitybroker.credentials;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The answer as an AWS SDK reads it from the standard output of a `credential_process` (AWS SDKs and Tools
/// Reference Guide, process credential provider).
@Schema(name = "CredentialProcessOutput")
public record CredentialProcessOutput(
        @Schema(description = "Always 1.") @JsonProperty("Version")
        int version,

        @JsonProperty("AccessKeyId") String accessKeyId,
        @JsonProperty("SecretAccessKey") String secretAccessKey,
        @JsonProperty("SessionToken") String sessionToken,
        @JsonProperty("Expiration") Instant expiration) {

    /// AWS SDKs and Tools Reference Guide: the version of the format; SDKs refuse any other.
    private static final int VERSION = 1;

    static final String MEDIA_TYPE = "application/vnd.aws.credential-process+json";

    static CredentialProcessOutput of(IssuedCredentials issued) {
        return new CredentialProcessOutput(
                VERSION,
                issued.credentials().accessKeyId(),
                issued.credentials().secretAccessKey(),
                issued.credentials().sessionToken(),
                issued.expiration());
    }

    /// Has secrets in it.
    @Override
    public String toString() {
        return "CredentialProcessOutput[redacted]";
    }
}
