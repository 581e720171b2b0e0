package org.identitybroker.diagnosis;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.CurrentCaller;
import org.identitybroker.caller.Permission;
import org.identitybroker.pool.Pool;

/// `GET /v1/pools/{pool}/diagnosis`. It changes nothing and names no user, so it leaves no event in the audit
/// trail.
@Path("/v1/pools/{pool}/diagnosis")
@Authenticated
@Tag(name = "Pools", description = "What a caller may use.")
public class DiagnosisResource {
    private static final String EXAMPLE = """
            {"pool": "demo", "status": "fail", "checkedAt": "2026-11-21T10:15:00Z", "items": [{
              "id": "aws-credentials",
              "status": "pass",
              "finding": "The broker calls AWS as role identity-broker of account 111122223333.",
              "remedy": "Nothing to do."
            }, {
              "id": "developer-provider",
              "status": "fail",
              "finding": "The identity pool's developer provider is login.example.com, the settings say login.example.org: every token is refused.",
              "remedy": "Correct broker.pools.demo.developer-provider-name; at the pool it cannot be changed."
            }]}""";

    private final CurrentCaller callers;
    private final AllowedPools pools;
    private final Diagnoses diagnoses;

    DiagnosisResource(CurrentCaller callers, AllowedPools pools, Diagnoses diagnoses) {
        this.callers = callers;
        this.pools = pools;
        this.diagnoses = diagnoses;
    }

    /// What could be wrong with the pool.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "diagnosePool",
            summary = "Look for what is wrong with a pool",
            description =
                    "Asks AWS and Postgres, for ten seconds at most; what could not be asked is a warning of its own."
                            + " Each replica makes one at a time for each pool, and answers it to whoever asks within"
                            + " broker.diagnosis.min-interval. Needs the permission pool:diagnose.")
    @APIResponse(
            responseCode = "200",
            description = "All checks, whatever they found",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Diagnosis.class),
                            examples = @ExampleObject(name = "diagnosis", value = EXAMPLE)))
    public Response diagnose(@PathParam("pool") String pool) {
        Caller caller = callers.with(Permission.POOL_DIAGNOSE);
        Pool allowed = pools.require(caller, Optional.of(pool));
        return Response.ok(diagnoses.of(allowed, Diagnoses.SAMPLE))
                .header("Cache-Control", "no-store")
                .build();
    }
}
