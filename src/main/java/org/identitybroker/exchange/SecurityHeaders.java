package org.identitybroker.exchange;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/// What every answer of the API tells a browser, should one ever get to see it: that it is data, is not to be kept,
/// framed or guessed at, and that this host speaks TLS if it does.
final class SecurityHeaders {
    private static final String API = "/v1";

    /// A year, as the preload lists ask for.
    private static final String ONLY_TLS = "max-age=31536000";

    private SecurityHeaders() {}

    static void add(RoutingContext exchange) {
        MultiMap headers = exchange.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.request().isSSL()) {
            headers.set("Strict-Transport-Security", ONLY_TLS);
        }
        String path = exchange.normalizedPath();
        if (path.startsWith(API)) {
            // At the end: a header of the same name that a resource sets would else stand beside it.
            exchange.addHeadersEndHandler(_ -> headers.set("Cache-Control", "no-store"));
            headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            headers.set("Referrer-Policy", "no-referrer");
        }
    }
}
