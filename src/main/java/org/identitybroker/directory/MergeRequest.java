package org.identitybroker.directory;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.identity.ValidUserId;
import org.identitybroker.pool.PoolName;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities/merge`.
@Schema(name = "MergeRequest", additionalProperties = Schema.False.class)
public record MergeRequest(
        @Schema(description = "Pool name; may be left out if the caller may use exactly one.", examples = "demo")
        @Size(min = 1, max = PoolName.LENGTH_MAX, message = "must have 1 to 64 characters")
        @Nullable
        String pool,

        @Schema(
                description = "The user whose identity ends, with all other users of that identity.",
                minLength = 1,
                maxLength = 512,
                examples = "alice-old")
        @NotNull(message = "is required")
        @ValidUserId
        String sourceUserId,

        @Schema(description = "The user whose identity survives.", minLength = 1, maxLength = 512, examples = "alice")
        @NotNull(message = "is required")
        @ValidUserId
        String destinationUserId) {

    @Override
    public String toString() {
        return "MergeRequest[redacted]";
    }
}
