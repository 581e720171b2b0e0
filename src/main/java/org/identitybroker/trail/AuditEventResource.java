package org.identitybroker.trail;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.CurrentCaller;
import org.identitybroker.caller.Permission;
import org.identitybroker.exchange.QueryParameters;

/// `GET /v1/audit-events`. The query is read as it came, because a lenient decoder would turn one user id into another.
@Path("/v1/audit-events")
@Authenticated
@Tag(name = "Audit", description = "What has happened.")
@Produces(MediaType.APPLICATION_JSON)
public class AuditEventResource {
    private final CurrentCaller callers;
    private final EventSearches searches;

    AuditEventResource(CurrentCaller callers, EventSearches searches) {
        this.callers = callers;
        this.searches = searches;
    }

    /// What has happened, newest first.
    @GET
    @RunOnVirtualThread
    @Operation(
            operationId = "findAuditEvents",
            summary = "Read the audit trail",
            description = "Newest first. All filters can be combined. Events of pools that the caller may not use and "
                    + "of users whom it may not name are left out. Needs the permission audit:read.")
    @Parameter(
            name = "pool",
            in = ParameterIn.QUERY,
            description = "Pool name; left out: all pools that the caller may use.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 64))
    @Parameter(
            name = "userId",
            in = ParameterIn.QUERY,
            description = "The user, byte for byte, percent-encoded UTF-8.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 512))
    @Parameter(
            name = "identityId",
            in = ParameterIn.QUERY,
            description = "The identity, also where an event took it from somebody.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 55))
    @Parameter(
            name = "caller",
            in = ParameterIn.QUERY,
            description = "The name of the caller that asked.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 64))
    @Parameter(
            name = "type",
            in = ParameterIn.QUERY,
            description = "Type of the events, for example token.issued.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "The earliest time, inclusive.",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "The latest time, exclusive.",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "The most events of one page.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "nextCursor of the page before.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The events that were found",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EventPage.class),
                            examples = @ExampleObject(name = "page", value = EventExamples.PAGE)))
    public Response find(@Context HttpServerRequest request) {
        Caller reader = callers.with(Permission.AUDIT_READ);
        EventPage page = searches.answer(reader, new QueryParameters(request, EventSearches.PARAMETERS));
        return Response.ok(page).header("Cache-Control", "no-store").build();
    }
}
