package org.identitybroker.diagnosis;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// One check, as it is answered.
@Schema(name = "Check")
public record CheckAnswer(
        @Schema(description = "Which check; docs/diagnosis.md lists them.")
        String id,

        @Schema(
                description = "Warn: it works, but should not stay like this, or it could not be checked.",
                enumeration = {"pass", "warn", "fail"})
        String status,

        @Schema(
                description =
                        "What was found, in words for the person on call. Texts may change; match on id and status.")
        String finding,

        @Schema(description = "What to do about it.") String remedy) {}
