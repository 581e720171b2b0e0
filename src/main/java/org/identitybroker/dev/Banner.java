package org.identitybroker.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Tells a newcomer where everything is, and what to type next.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "demo"})
class Banner {
    private static final Logger LOG = Logger.getLogger("banner");

    private final EmulatedCognito cognito;
    private final int port;
    private final int managementPort;

    Banner(
            EmulatedCognito cognito,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.management.port") int managementPort) {
        this.cognito = cognito;
        this.port = port;
        this.managementPort = managementPort;
    }

    /// Once the API's port is open, so that whoever waits for the banner can go on at once.
    void show(@ObservesAsync HttpServerStart start) {
        LOG.infof("""
                The Identity Broker is ready.

                  Playground   http://localhost:%1$d/
                  API          http://localhost:%1$d/v1/tokens    described at http://localhost:%1$d/q/swagger-ui
                  Cognito      %2$s (emulator, in memory)
                  Management   http://localhost:%3$d/q/health

                  Next:  JWT=$(curl -sX POST 'http://localhost:%1$d/dev/caller-token?caller=demo-login')
                """, port, cognito.endpoint(), managementPort);
    }
}
