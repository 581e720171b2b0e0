package org.identitybroker.directory;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.audit.EventType;
import org.identitybroker.identity.IdentityStatus;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /v1/identities/{identityId}/status`.
@Schema(name = "StatusRequest", additionalProperties = Schema.False.class)
public record StatusRequest(
        @Schema(
                enumeration = {"enabled", "disabled"},
                examples = "disabled")
        @NotNull(message = "is required")
        @Pattern(regexp = "enabled|disabled", message = "must be enabled or disabled")
        String status,

        @Schema(description = "Why, for those who look after the database.", examples = "lost phone")
        @Pattern(
                regexp = "[^\\p{Cc}\\p{Cs}]{0,512}",
                message = "must have at most 512 characters, none of them a control character")
        @Nullable
        String reason) {

    EventType event() {
        return IdentityStatus.of(status) == IdentityStatus.DISABLED
                ? EventType.IDENTITY_DISABLED
                : EventType.IDENTITY_ENABLED;
    }

    /// A reason may name a person.
    @Override
    public String toString() {
        return "StatusRequest[" + status + ", redacted]";
    }
}
