package org.identitybroker.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An event as it is answered; what is not known of it is left out.
@Schema(name = "AuditEvent")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventAnswer(
        UUID id,
        Instant occurredAt,

        @Schema(
                enumeration = {
                    "token.issued",
                    "token.refused",
                    "token.failed",
                    "credentials.issued",
                    "identity.created",
                    "identity.replaced",
                    "identity.linked",
                    "identity.unlinked",
                    "identity.merged",
                    "identity.disabled",
                    "identity.enabled",
                    "identity.deleted"
                })
        String type,

        @Schema(
                description = "unchanged: had been done before; refused: answered with 4xx; failed: with 5xx.",
                enumeration = {"success", "unchanged", "refused", "failed"})
        String outcome,

        @Schema(description = "The code of the problem that was answered.") @Nullable
        String problemCode,

        String caller,
        @Nullable String pool,
        @Nullable String userId,
        @Nullable String identityId,

        @Schema(description = "The identity that the user had before, or that was merged into the other.") @Nullable
        String previousIdentityId,

        @Schema(description = "SHA-256 of the token, hexadecimal.") @Nullable
        String tokenSha256,

        @Nullable Instant tokenExpiresAt,

        @Schema(description = "Whether an earlier request's token was answered.")
        boolean reused,

        @Schema(description = "Keys of the principal tags that were set.")
        List<String> tagKeys,

        @Schema(description = "Public providers whose logins came with the request.")
        List<String> loginProviders,

        @Schema(description = "The exchange's X-Request-Id.")
        String requestId,

        @Schema(description = "W3C trace id: the caller's, or that of a trace that began here.") @Nullable
        String traceId,

        @Schema(description = "Cognito's own id of its answer.") @Nullable
        String cognitoRequestId,

        @Nullable String clientAddress) {

    /// Has a user id in it.
    @Override
    public String toString() {
        return "EventAnswer[" + id + ", redacted]";
    }
}
