package org.identitybroker.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Some events, newest first.
@Schema(name = "AuditEventPage")
public record EventPage(
        List<EventAnswer> items,

        @Schema(description = "Send it as cursor for the next page; absent on the last one.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String nextCursor) {}
