package org.identitybroker.credentials;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
import org.identitybroker.exchange.RequestBodies;
import org.identitybroker.token.TokenDesk;
import org.identitybroker.token.TokenOrder;

/// `POST /v1/credentials`. Refuses as `POST /v1/tokens` does; `login-rejected` may mean the role, and `forbidden` a
/// pool without server-side credentials.
@Path("/v1/credentials")
@Authenticated
@Tag(name = "Credentials", description = "Vouching for users and redeeming their tokens.")
public class CredentialsResource {
    private static final MediaType CREDENTIAL_PROCESS = MediaType.valueOf(CredentialProcessOutput.MEDIA_TYPE);

    /// The first is the answer to those who do not mind.
    private static final List<Variant> FORMS = Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, CREDENTIAL_PROCESS)
            .build();

    private final CurrentCaller callers;
    private final RequestBodies bodies;
    private final TokenDesk desk;
    private final CredentialsService credentials;
    private final AuditTrail trail;

    CredentialsResource(
            CurrentCaller callers,
            RequestBodies bodies,
            TokenDesk desk,
            CredentialsService credentials,
            AuditTrail trail) {
        this.callers = callers;
        this.bodies = bodies;
        this.desk = desk;
        this.credentials = credentials;
        this.trail = trail;
    }

    /// Vouches for one user and redeems the token. The caller is known and permitted before its body is read.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, CredentialProcessOutput.MEDIA_TYPE})
    @RunOnVirtualThread
    @Operation(
            operationId = "issueCredentials",
            summary = "Vouch for a user and get AWS credentials",
            description = "Issues a token as POST /v1/tokens does and redeems it at Cognito. Only for pools with "
                    + "server-side-credentials=true. Needs the permission credentials:issue.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CredentialsRequest.class),
                            examples = {
                                @ExampleObject(name = "least", value = CredentialsExamples.LEAST),
                                @ExampleObject(name = "custom-role", value = CredentialsExamples.CUSTOM_ROLE)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "AWS credentials of the user's identity",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = CredentialsResponse.class),
                        examples = @ExampleObject(name = "credentials", value = CredentialsExamples.ANSWER)),
                @Content(
                        mediaType = CredentialProcessOutput.MEDIA_TYPE,
                        schema = @Schema(implementation = CredentialProcessOutput.class),
                        examples = @ExampleObject(name = "credential-process", value = CredentialsExamples.PROCESS))
            })
    public Response issue(InputStream body, @Context Request request, @Context HttpServerRequest exchange) {
        Caller caller = callers.registered();
        EventDraft draft = new EventDraft(EventType.CREDENTIALS_ISSUED, Origin.of(caller.name(), exchange));
        caller.onlyPool().ifPresent(pool -> draft.inPool(pool.value()));
        return trail.exchange(draft, () -> issue(body, request, draft));
    }

    private Response issue(InputStream body, Request request, EventDraft draft) {
        Caller caller = callers.with(Permission.CREDENTIALS_ISSUE);
        MediaType form = form(request);
        CredentialsRequest wanted = bodies.parse(body, CredentialsRequest.class);
        wanted.token().describe(draft);
        bodies.check(wanted);
        TokenOrder order = desk.accept(caller, wanted.token(), draft);
        IssuedCredentials issued = credentials.issue(order, wanted.customRole(), draft);
        return Response.ok(
                        form.equals(CREDENTIAL_PROCESS)
                                ? CredentialProcessOutput.of(issued)
                                : CredentialsResponse.of(issued),
                        form)
                .header("Cache-Control", "no-store")
                .build();
    }

    /// Chosen before a token is spent on an answer that the caller could not read.
    private static MediaType form(Request request) {
        Variant chosen = request.selectVariant(FORMS);
        if (chosen == null) {
            throw new NotAcceptableException();
        }
        return chosen.getMediaType();
    }
}
