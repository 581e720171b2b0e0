package org.identitybroker.exchange;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// Refuses HTTP/2 on connections without TLS, so that clients stay with HTTP/1.1. A client that upgrades with its
/// first request, as Java's does unasked, sends that request's body outside of HTTP/2's flow control, and the server
/// keeps all of it in memory, whether or not anybody reads: a single upload would end the process.
@ApplicationScoped
class NoClearTextHttp2 implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
