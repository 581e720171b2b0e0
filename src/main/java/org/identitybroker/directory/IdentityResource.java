package org.identitybroker.directory;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.identitybroker.audit.AuditTrail;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.Origin;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.CurrentCaller;
import org.identitybroker.caller.Permission;
import org.identitybroker.exchange.QueryParameters;
import org.identitybroker.exchange.RequestBodies;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityRecord;
import org.identitybroker.identity.UserId;

/// `/v1/identities`. The caller is known and permitted before anything that it sent is looked at.
@Path("/v1/identities")
@Authenticated
@Tag(name = "Identities", description = "Whose identity is whose: reading and changing it.")
@Produces(MediaType.APPLICATION_JSON)
public class IdentityResource {
    private static final Set<String> PARAMETERS = Set.of("pool", "userId", "limit", "cursor", "status");

    private final CurrentCaller callers;
    private final RequestBodies bodies;
    private final IdentitySearches searches;
    private final VisibleIdentities identities;
    private final IdentityChanges changes;
    private final Merging merging;
    private final AuditTrail trail;

    IdentityResource(
            CurrentCaller callers,
            RequestBodies bodies,
            IdentitySearches searches,
            VisibleIdentities identities,
            IdentityChanges changes,
            Merging merging,
            AuditTrail trail) {
        this.callers = callers;
        this.bodies = bodies;
        this.searches = searches;
        this.identities = identities;
        this.changes = changes;
        this.merging = merging;
        this.trail = trail;
    }

    /// The query is read as it came, because a lenient decoder would turn one user id into another.
    @GET
    @RunOnVirtualThread
    @Operation(
            operationId = "findIdentities",
            summary = "Find a user's identity, or list a pool's identities",
            description = "With userId the identity of exactly this user, if there is one; otherwise pages, oldest "
                    + "identity first. Never makes an identity. Needs the permission identity:read.")
    @Parameter(
            name = "pool",
            in = ParameterIn.QUERY,
            description = "Pool name; may be left out if the caller may use exactly one.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 64))
    @Parameter(
            name = "userId",
            in = ParameterIn.QUERY,
            description = "The user, byte for byte, percent-encoded UTF-8. Goes with none of limit, cursor, status.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 512))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "The most identities of one page.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "nextCursor of the page before.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only identities of this status.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"enabled", "disabled"}))
    @APIResponse(
            responseCode = "200",
            description = "The identities that were found",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IdentityPage.class),
                            examples = @ExampleObject(name = "page", value = IdentityExamples.PAGE)))
    public Response find(@Context HttpServerRequest request) {
        Caller caller = callers.with(Permission.IDENTITY_READ);
        return answer(searches.answer(caller, new QueryParameters(request, PARAMETERS)));
    }

    /// One identity.
    @GET
    @Path("/{identityId}")
    @RunOnVirtualThread
    @Operation(
            operationId = "getIdentity",
            summary = "Read an identity",
            description = "Identities of pools that the caller may not use are not found. Needs the permission "
                    + "identity:read.")
    @APIResponse(
            responseCode = "200",
            description = "The identity",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IdentityAnswer.class),
                            examples = @ExampleObject(name = "identity", value = IdentityExamples.IDENTITY)))
    public Response get(@PathParam("identityId") String identityId) {
        Caller caller = callers.with(Permission.IDENTITY_READ);
        return answer(caller, identities.find(caller, identityId).orElseThrow(IdentityChanges::notFound));
    }

    /// Two users' identities become one.
    @POST
    @Path("/merge")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "mergeIdentities",
            summary = "Merge two users' identities",
            description = "The destination's identity survives and gets all users of the source's, which stays "
                    + "without users, disabled. Can be repeated. Needs the permission identity:write.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MergeRequest.class),
                            examples = @ExampleObject(name = "merge", value = IdentityExamples.MERGE)))
    @APIResponse(
            responseCode = "200",
            description = "The surviving identity",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IdentityAnswer.class),
                            examples = @ExampleObject(name = "identity", value = IdentityExamples.IDENTITY)))
    public Response merge(InputStream body, @Context HttpServerRequest exchange) {
        return recorded(
                EventType.IDENTITY_MERGED,
                exchange,
                (caller, draft) -> answer(caller, merging.merge(caller, bodies.read(body, MergeRequest.class), draft)));
    }

    /// A user loses an identity.
    @POST
    @Path("/{identityId}/unlink")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "unlinkUser",
            summary = "Take a user off an identity",
            description = "The user's next token request makes a new identity. Can be repeated. Needs the permission "
                    + "identity:write.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UnlinkRequest.class),
                            examples = @ExampleObject(name = "unlink", value = IdentityExamples.UNLINK)))
    @APIResponse(responseCode = "204", description = "The user is not linked to the identity")
    public Response unlink(
            @PathParam("identityId") String identityId, InputStream body, @Context HttpServerRequest exchange) {
        return recorded(EventType.IDENTITY_UNLINKED, exchange, (caller, draft) -> {
            name(identityId, draft);
            UserId user = new UserId(bodies.read(body, UnlinkRequest.class).userId());
            changes.unlink(caller, identityId, user, draft.ofUser(user.value()));
            return Response.noContent().build();
        });
    }

    /// An identity stops or starts getting tokens.
    @PUT
    @Path("/{identityId}/status")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "setIdentityStatus",
            summary = "Disable or enable an identity",
            description = "A disabled identity gets no tokens, from any replica. Tokens and AWS credentials that are "
                    + "out stay good until they expire. Needs the permission identity:write.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatusRequest.class),
                            examples = @ExampleObject(name = "disable", value = IdentityExamples.DISABLE)))
    @APIResponse(
            responseCode = "200",
            description = "The identity",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IdentityAnswer.class),
                            examples = @ExampleObject(name = "identity", value = IdentityExamples.IDENTITY)))
    public Response setStatus(
            @PathParam("identityId") String identityId, InputStream body, @Context HttpServerRequest exchange) {
        return recorded(EventType.IDENTITY_DISABLED, exchange, (caller, draft) -> {
            name(identityId, draft);
            StatusRequest request = bodies.read(body, StatusRequest.class);
            draft.as(request.event());
            return answer(caller, changes.setStatus(caller, identityId, request, draft));
        });
    }

    /// An identity is forgotten.
    @DELETE
    @Path("/{identityId}")
    @RunOnVirtualThread
    @Operation(
            operationId = "deleteIdentity",
            summary = "Delete an identity",
            description = "At Cognito and here; the users' next token requests make new identities. Can be repeated. "
                    + "Needs the permission identity:write.")
    @APIResponse(responseCode = "204", description = "There is no such identity any more")
    public Response delete(@PathParam("identityId") String identityId, @Context HttpServerRequest exchange) {
        return recorded(EventType.IDENTITY_DELETED, exchange, (caller, draft) -> {
            name(identityId, draft);
            changes.delete(caller, identityId, draft);
            return Response.noContent().build();
        });
    }

    /// Every change leaves its event, the refused one too.
    private Response recorded(
            EventType deed, HttpServerRequest exchange, BiFunction<Caller, EventDraft, Response> change) {
        Caller registered = callers.registered();
        EventDraft draft = new EventDraft(deed, Origin.of(registered.name(), exchange));
        registered.onlyPool().ifPresent(pool -> draft.inPool(pool.value()));
        return trail.exchange(draft, () -> change.apply(callers.with(Permission.IDENTITY_WRITE), draft));
    }

    private static void name(String identityId, EventDraft draft) {
        if (IdentityId.isValid(identityId)) {
            draft.ofIdentity(identityId);
        }
    }

    private static Response answer(Caller caller, IdentityRecord identity) {
        return answer(IdentityAnswer.of(identity, caller));
    }

    /// User ids are nobody else's business, a cache's included.
    private static Response answer(Object body) {
        return Response.ok(body).header("Cache-Control", "no-store").build();
    }
}
