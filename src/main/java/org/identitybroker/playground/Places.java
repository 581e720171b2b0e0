package org.identitybroker.playground;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where the page finds what plays AWS: the emulator, on the host that the page itself came from.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class Places {
    /// It becomes part of a header that says what the page may do.
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}");

    private final int port;

    Places(@ConfigProperty(name = "broker.emulator.port") int port) {
        this.port = port;
    }

    /// An origin, `http://HOST:PORT`.
    String aws(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        String host = asked == null || !HOST.matcher(asked.host()).matches() ? "localhost" : asked.host();
        return "http://" + host + ":" + port;
    }
}
