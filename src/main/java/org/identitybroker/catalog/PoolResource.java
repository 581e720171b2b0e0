package org.identitybroker.catalog;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.CurrentCaller;

/// `GET /v1/pools`. From the settings alone: neither Postgres nor Cognito is asked.
@Path("/v1/pools")
@Authenticated
@Tag(name = "Pools", description = "What a caller may use.")
public class PoolResource {
    private static final String EXAMPLE = """
            {"items": [{
              "pool": "demo",
              "identityPoolId": "eu-west-1:00000000-0000-4000-8000-000000000001",
              "region": "eu-west-1",
              "tokenDurationSeconds": 900,
              "maxTokenDurationSeconds": 3600,
              "principalTags": ["tier"],
              "userIdPrefixes": []
            }]}""";

    private final CurrentCaller callers;
    private final AllowedPools pools;

    PoolResource(CurrentCaller callers, AllowedPools pools) {
        this.callers = callers;
        this.pools = pools;
    }

    /// What the caller may use.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "listPools",
            summary = "List the pools that the caller may use, with its limits",
            description = "Any registered caller may ask, whatever its permissions.")
    @APIResponse(
            responseCode = "200",
            description = "The pools, by name",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PoolList.class),
                            examples = @ExampleObject(name = "pools", value = EXAMPLE)))
    public Response list() {
        Caller caller = callers.get();
        PoolList usable = new PoolList(pools.of(caller).stream()
                .map(pool -> PoolAnswer.of(pool, caller))
                .toList());
        return Response.ok(usable).header("Cache-Control", "no-store").build();
    }
}
