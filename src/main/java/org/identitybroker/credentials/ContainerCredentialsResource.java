package org.identitybroker.credentials;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.identitybroker.audit.AuditTrail;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.Origin;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.CurrentCaller;
import org.identitybroker.caller.Permission;
import org.identitybroker.exchange.ContainerError;
import org.identitybroker.exchange.QueryParameters;
import org.identitybroker.identity.UserId;
import org.identitybroker.token.TokenDesk;
import org.identitybroker.token.TokenOrder;
import org.identitybroker.token.TokenRequest;

/// `GET /v1/container-credentials`: what AWS SDKs ask by themselves. Whom the caller acts as is in its settings, as an
/// SDK can say nothing but who it is. Refuses as `POST /v1/credentials` does, each refusal as a [ContainerError].
@Path(ContainerError.PATH)
@Authenticated
@Tag(name = "Credentials")
public class ContainerCredentialsResource {
    private final CurrentCaller callers;
    private final TokenDesk desk;
    private final CredentialsService credentials;
    private final AuditTrail trail;

    ContainerCredentialsResource(
            CurrentCaller callers, TokenDesk desk, CredentialsService credentials, AuditTrail trail) {
        this.callers = callers;
        this.desk = desk;
        this.credentials = credentials;
        this.trail = trail;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "fetchContainerCredentials",
            summary = "Get AWS credentials as AWS SDKs ask for them",
            description = "For AWS_CONTAINER_CREDENTIALS_FULL_URI: credentials of the one user that the caller acts as "
                    + "by its settings (acts-as-user). The Authorization header is the JWT with or without Bearer "
                    + "before it. Needs the permission credentials:issue.")
    @APIResponse(
            responseCode = "200",
            description = "AWS credentials of the caller's user",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ContainerCredentials.class),
                            examples = @ExampleObject(name = "container", value = CredentialsExamples.CONTAINER)))
    public Response fetch(@Context HttpServerRequest exchange) {
        Caller caller = callers.registered();
        EventDraft draft = new EventDraft(EventType.CREDENTIALS_ISSUED, Origin.of(caller.name(), exchange));
        caller.onlyPool().ifPresent(pool -> draft.inPool(pool.value()));
        caller.actsAsUser().map(UserId::value).ifPresent(draft::ofUser);
        return trail.exchange(draft, () -> fetch(exchange, draft));
    }

    /// Quarkus answers HEAD as GET unless it is told otherwise: credentials would be issued, paid from the quota, and
    /// thrown away with the body.
    @HEAD
    @Operation(hidden = true)
    public Response refuseHead() {
        throw new NotAllowedException("GET");
    }

    private Response fetch(HttpServerRequest exchange, EventDraft draft) {
        Caller caller = callers.with(Permission.CREDENTIALS_ISSUE);
        requireNoParameters(exchange);
        TokenOrder order = desk.accept(caller, TokenRequest.of(caller.actingUser()), draft);
        IssuedCredentials issued = credentials.issue(order, Optional.empty(), draft);
        return Response.ok(ContainerCredentials.of(issued))
                .header("Cache-Control", "no-store")
                .build();
    }

    /// Somebody who adds a user or a pool to the address would believe to have chosen it.
    private static void requireNoParameters(HttpServerRequest exchange) {
        new QueryParameters(exchange, Set.of());
    }
}
