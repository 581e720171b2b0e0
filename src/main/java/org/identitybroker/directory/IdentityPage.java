package org.identitybroker.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Some identities.
@Schema(name = "IdentityPage")
public record IdentityPage(
        List<IdentityAnswer> items,

        @Schema(description = "Send it as cursor for the next page; absent on the last one.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String nextCursor) {}
