package org.identitybroker.adoption;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How far an import is, as every replica sees it.
@Schema(name = "ImportRun")
public record ImportRun(
        String importId,
        String pool,

        @Schema(description = "The caller's name in the broker's settings.")
        String caller,

        @Schema(
                description = "interrupted: nothing was heard of it for two minutes, so its broker is gone.",
                enumeration = {"running", "finished", "failed", "interrupted"})
        String state,

        @Schema(description = "Of a failed one: the code of the problem that was answered.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String problem,

        long imported,
        long unchanged,
        long conflicting,
        long failed,
        Instant startedAt,
        Instant updatedAt) {}
