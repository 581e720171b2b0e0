package org.identitybroker.adoption;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What became of an import that was read to its end.
@Schema(name = "ImportAnswer")
public record ImportAnswer(
        String importId,
        String pool,

        @Schema(description = "Lines that were stored now.") long imported,

        @Schema(description = "Lines whose mapping was here already.")
        long unchanged,

        @Schema(description = "Lines that contradict what is stored here or at Cognito; nothing was stored.")
        long conflicting,

        @Schema(description = "Lines that could not be read, allowed or checked; nothing was stored.")
        long failed,

        @Schema(description = "The first 1000.") List<ImportFinding> conflicts,

        @Schema(description = "How many more there were.") long conflictsOmitted,

        @Schema(description = "The first 1000.") List<ImportFinding> failures,

        @Schema(description = "How many more there were.") long failuresOmitted) {}
