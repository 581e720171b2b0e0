package org.identitybroker.adoption;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
import org.identitybroker.audit.Origin;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.CurrentCaller;
import org.identitybroker.caller.Permission;
import org.identitybroker.exchange.QueryParameters;
import org.identitybroker.pool.Pool;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// `/v1/pools/{pool}/imports`. The caller is known and permitted before anything that it sent is looked at.
@Path("/v1/pools/{pool}/imports")
@Authenticated
@Tag(name = "Imports", description = "Taking over the users that an identity pool already has.")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
    private static final String NDJSON = "application/x-ndjson";

    /// Other names of the same format.
    private static final String JSON_LINES = "application/jsonl";

    private static final String NDJSON_WITHOUT_X = "application/ndjson";

    private static final String VERIFY = "verify";

    private final CurrentCaller callers;
    private final AllowedPools pools;
    private final Importing importing;
    private final ImportRuns runs;

    ImportResource(CurrentCaller callers, AllowedPools pools, Importing importing, ImportRuns runs) {
        this.callers = callers;
        this.pools = pools;
        this.importing = importing;
        this.runs = runs;
    }

    /// Users that the identity pool already has become known here.
    @POST
    @Consumes({NDJSON, JSON_LINES, NDJSON_WITHOUT_X})
    @RunOnVirtualThread
    @Operation(
            operationId = "importUsers",
            summary = "Import an identity pool's users",
            description = "One JSON object in a line, as many lines as you like; read as a stream, stored in batches. "
                    + "Lines that cannot be stored are reported and hold up nothing. Can be repeated. Needs the "
                    + "permission identity:write.")
    @Parameter(
            name = VERIFY,
            in = ParameterIn.QUERY,
            description = "True: Cognito is asked about every line, at the pace of broker.imports.checks-per-second. "
                    + "Otherwise only about users without an identityId, and about those of a caller with "
                    + "user-id-prefixes.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @RequestBody(
            required = true,
            description = "Lines of at most 8 KiB. Blank lines are skipped.",
            content = {
                @Content(
                        mediaType = NDJSON,
                        schema = @Schema(implementation = ImportLine.class),
                        examples = @ExampleObject(name = "lines", value = ImportExamples.LINES)),
                @Content(mediaType = JSON_LINES, schema = @Schema(implementation = ImportLine.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "Every line was looked at",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportAnswer.class),
                            examples = @ExampleObject(name = "answer", value = ImportExamples.ANSWER)))
    public Response start(@PathParam("pool") String pool, @Context HttpServerRequest request, InputStream body) {
        Caller caller = callers.with(Permission.IDENTITY_WRITE);
        Pool allowed = pools.require(caller, Optional.of(pool));
        boolean verify = new QueryParameters(request, Set.of(VERIFY))
                .find(VERIFY)
                .map(ImportResource::flag)
                .orElse(false);
        refuseCompressed(request);
        return answer(importing.run(caller, Origin.of(caller.name(), request), allowed, verify, body));
    }

    /// The latest imports, running ones among them.
    @GET
    @RunOnVirtualThread
    @Operation(
            operationId = "listImports",
            summary = "List a pool's imports",
            description = "The latest 50, newest first, whichever replica runs them. Needs the permission "
                    + "identity:read or identity:write.")
    @APIResponse(
            responseCode = "200",
            description = "The imports",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportRunList.class),
                            examples = @ExampleObject(name = "runs", value = ImportExamples.RUNS)))
    public Response list(@PathParam("pool") String pool) {
        return answer(new ImportRunList(runs.latest(readable(pool).name())));
    }

    /// How far an import is.
    @GET
    @Path("/{importId}")
    @RunOnVirtualThread
    @Operation(
            operationId = "getImport",
            summary = "Read an import's progress",
            description = "Needs the permission identity:read or identity:write.")
    @APIResponse(
            responseCode = "200",
            description = "The import",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportRun.class),
                            examples = @ExampleObject(name = "run", value = ImportExamples.RUN)))
    public Response get(@PathParam("pool") String pool, @PathParam("importId") String importId) {
        Pool allowed = readable(pool);
        return answer(uuid(importId)
                .flatMap(id -> runs.find(allowed.name(), id))
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such import.")));
    }

    /// Who may import may also see how far it is.
    private Pool readable(String pool) {
        Caller caller = callers.get();
        if (!caller.permissions().contains(Permission.IDENTITY_WRITE)) {
            caller.require(Permission.IDENTITY_READ);
        }
        return pools.require(caller, Optional.of(pool));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RefusedException.invalid(VERIFY, "must be true or false");
        };
    }

    /// A compressed body would be a million lines that are no JSON.
    private static void refuseCompressed(HttpServerRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new RefusedException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed.");
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Response answer(Object body) {
        return Response.ok(body).header("Cache-Control", "no-store").build();
    }
}
