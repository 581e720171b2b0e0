package org.identitybroker.adoption;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.ValidUserId;
import org.jspecify.annotations.Nullable;

/// One line of an import.
@Schema(name = "ImportLine", additionalProperties = Schema.False.class)
public record ImportLine(
        @Schema(
                description = "The user, byte for byte. Unicode without control characters.",
                minLength = 1,
                maxLength = 512,
                examples = "alice")
        @NotNull(message = "is required")
        @ValidUserId
        String userId,

        @Schema(
                description = "The user's identity. If it is left out, Cognito is asked for it.",
                examples = "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f")
        @Size(min = 1, max = IdentityId.LENGTH_MAX, message = "must have 1 to 55 characters")
        @Pattern(regexp = IdentityId.FORM, message = "must have the form REGION:GUID")
        @Nullable
        String identityId) {

    @Override
    public String toString() {
        return "ImportLine[redacted]";
    }
}
