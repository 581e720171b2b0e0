package org.identitybroker.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.identitybroker.caller.Callers;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jboss.resteasy.reactive.RestQuery;
import org.jose4j.lang.JoseException;

/// `/dev`: callers' tokens for the asking, and the keys that verify them. Not in production builds.
@Path("/dev")
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
public class DemoIssuerResource {
    private final DemoIssuer issuer;
    private final Callers callers;
    private final String iss;

    DemoIssuerResource(
            DemoIssuer issuer, Callers callers, @ConfigProperty(name = "broker.issuers.demo.issuer") String iss) {
        this.issuer = issuer;
        this.callers = callers;
        this.iss = iss;
    }

    /// A JWT of a registered caller of the demo issuer, by the caller's configured name.
    @POST
    @Path("/caller-token")
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    @Operation(hidden = true)
    public String callerToken(@RestQuery Optional<String> caller) throws JoseException {
        return issuer.tokenFor(callers.named(caller.orElse(""))
                .filter(registered -> registered.issuer().equals(iss))
                .orElseThrow(() -> new RefusedException(
                        ProblemCode.NOT_FOUND, "There is no caller of this name whose issuer is the demo's.")));
    }

    @GET
    @Path("/jwks.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public String jwks() {
        return issuer.jwks();
    }
}
