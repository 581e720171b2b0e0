package org.identitybroker.adoption;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A pool's latest imports.
@Schema(name = "ImportRunList")
public record ImportRunList(
        @Schema(description = "Newest first.") List<ImportRun> items) {}
