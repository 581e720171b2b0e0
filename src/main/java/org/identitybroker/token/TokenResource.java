package org.identitybroker.token;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.CurrentCaller;
import org.identitybroker.caller.Permission;
import org.identitybroker.exchange.RequestBodies;

/// `POST /v1/tokens`. Besides 200: every [org.identitybroker.problem.ProblemCode] but `not-found` and
/// `quota-exhausted`.
@Path("/v1/tokens")
@Authenticated
@Tag(name = "Tokens", description = "Vouching for users.")
public class TokenResource {
    private final CurrentCaller callers;
    private final RequestBodies bodies;
    private final TokenDesk desk;
    private final TokenService tokens;

    TokenResource(CurrentCaller callers, RequestBodies bodies, TokenDesk desk, TokenService tokens) {
        this.callers = callers;
        this.bodies = bodies;
        this.desk = desk;
        this.tokens = tokens;
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
    public Response issue(InputStream body) {
        Caller caller = callers.with(Permission.TOKEN_ISSUE);
        TokenOrder order = desk.accept(caller, bodies.read(body, TokenRequest.class));
        return Response.ok(TokenResponse.of(tokens.issue(order)))
                .header("Cache-Control", "no-store")
                .build();
    }
}
