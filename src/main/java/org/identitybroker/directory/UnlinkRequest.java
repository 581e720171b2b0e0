package org.identitybroker.directory;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.identity.ValidUserId;

/// The body of `POST /v1/identities/{identityId}/unlink`.
@Schema(name = "UnlinkRequest", additionalProperties = Schema.False.class)
public record UnlinkRequest(
        @Schema(description = "The user who loses the identity.", minLength = 1, maxLength = 512, examples = "alice")
        @NotNull(message = "is required")
        @ValidUserId
        String userId) {

    @Override
    public String toString() {
        return "UnlinkRequest[redacted]";
    }
}
