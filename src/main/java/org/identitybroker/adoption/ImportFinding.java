package org.identitybroker.adoption;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Why a line was not stored. It names what the line named and nothing else: not whose the identity is, nor which one
/// the user has.
@Schema(name = "ImportFinding")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportFinding(
        @Schema(description = "Counted from 1, blank lines included.")
        long line,

        @Nullable String userId,

        @Schema(description = "As in the line, or as Cognito answered.") @Nullable
        String identityId,

        @Schema(
                description = "The code that a problem would have, or cognito-differs.",
                examples = {"identity-conflict", "user-already-linked", "identity-disabled", "cognito-differs"})
        String reason,

        String message) {

    @Override
    public String toString() {
        return "ImportFinding[" + line + ", " + reason + ", redacted]";
    }
}
