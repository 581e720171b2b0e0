package org.identitybroker.token;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
import org.identitybroker.identity.NewLogin;

/// `POST /v1/tokens`. Besides 200: every [org.identitybroker.problem.ProblemCode] but `not-found`.
@Path("/v1/tokens")
@Authenticated
@Tag(name = "Tokens", description = "Vouching for users.")
public class TokenResource {
    private final CurrentCaller callers;
    private final RequestBodies bodies;
    private final TokenDesk desk;
    private final TokenService tokens;
    private final RefreshAdvice advice;
    private final AuditTrail trail;
    private final TokenTimes times;

    TokenResource(
            CurrentCaller callers,
            RequestBodies bodies,
            TokenDesk desk,
            TokenService tokens,
            RefreshAdvice advice,
            AuditTrail trail,
            TokenTimes times) {
        this.callers = callers;
        this.bodies = bodies;
        this.desk = desk;
        this.tokens = tokens;
        this.advice = advice;
        this.trail = trail;
        this.times = times;
    }

    /// Vouches for one user. The caller is known and permitted before its body is read.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "issueToken",
            summary = "Vouch for a user and get a Cognito token",
            description = "Finds or makes the user's identity and returns a token that the user's device redeems "
                    + "for AWS credentials. Needs the permission token:issue.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenRequest.class),
                            examples = {
                                @ExampleObject(name = "least", value = TokenExamples.LEAST),
                                @ExampleObject(name = "guest-upgrade", value = TokenExamples.GUEST_UPGRADE),
                                @ExampleObject(name = "tagged", value = TokenExamples.TAGGED)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "A token for the user's identity",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenResponse.class),
                            examples = @ExampleObject(name = "first-sign-in", value = TokenExamples.ANSWER)))
    public Response issue(InputStream body, @Context HttpServerRequest exchange) {
        Caller caller = callers.registered();
        EventDraft draft = new EventDraft(EventType.TOKEN_ISSUED, Origin.of(caller.name(), exchange));
        caller.onlyPool().ifPresent(pool -> draft.inPool(pool.value()));
        IssuedToken issued = times.timed(caller, draft, () -> trail.exchange(draft, () -> issue(body, draft)));
        return Response.ok(TokenResponse.of(issued, advice.refreshAfter(issued)))
                .header("Cache-Control", "no-store")
                .build();
    }

    private IssuedToken issue(InputStream body, EventDraft draft) {
        Caller caller = callers.with(Permission.TOKEN_ISSUE);
        TokenRequest request = bodies.parse(body, TokenRequest.class);
        request.describe(draft);
        bodies.check(request);
        TokenOrder order = desk.accept(caller, request, draft);
        return tokens.issue(order, new Recorded(order, draft));
    }

    /// A token is final once its event is stored.
    private final class Recorded implements Settlement {
        private final TokenOrder order;
        private final EventDraft draft;

        Recorded(TokenOrder order, EventDraft draft) {
            this.order = order;
            this.draft = draft;
        }

        @Override
        public boolean settle(IssuedToken issued) {
            describe(issued);
            return trail.commitIfHeld(draft, issued.linked() ? List.of(EventType.IDENTITY_LINKED) : List.of());
        }

        @Override
        public boolean settleFirst(IssuedToken issued, NewLogin login) {
            describe(issued);
            return trail.commitWithMapping(draft, login.first());
        }

        private void describe(IssuedToken issued) {
            draft.ofIdentity(issued.identity().value())
                    .withToken(order.facts(issued))
                    .answeredBy(issued.awsRequestId());
        }
    }
}
