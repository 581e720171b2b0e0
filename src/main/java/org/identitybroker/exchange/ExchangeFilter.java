package org.identitybroker.exchange;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.identitybroker.problem.ProblemCode;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// Runs before everything else on the API port: gives the exchange its id, refuses paths that are not exact and
/// bodies that say they are too large, and writes one log line when the answer is complete.
@ApplicationScoped
class ExchangeFilter {
    private static final Logger LOG = Logger.getLogger("request");

    /// Above Quarkus' own filters (CORS 300, authentication 200), so that their answers carry an id too.
    private static final int BEFORE_ALL_OTHERS = 10_000;

    private static final int LOGGED_PATH_LENGTH_MAX = 200;

    private final ProblemWriter problems;

    ExchangeFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BEFORE_ALL_OTHERS);
    }

    private void handle(RoutingContext exchange) {
        long startedAt = System.nanoTime();
        String requestId = RequestId.choose(exchange.request().getHeader(RequestId.HEADER));
        exchange.response().putHeader(RequestId.HEADER, requestId);
        MDC.put("requestId", requestId);
        exchange.addEndHandler(_ -> log(exchange, startedAt));

        String path = exchange.request().path();
        if (path == null || !ExactPath.isExact(path, exchange.normalizedPath())) {
            problems.write(exchange, ProblemCode.NOT_FOUND);
        } else if (declaredLength(exchange) > BodyLimit.BYTES_MAX && !BodyLimit.isStreamed(exchange.request())) {
            exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            problems.write(exchange, ProblemCode.PAYLOAD_TOO_LARGE);
        } else {
            exchange.next();
        }
    }

    /// The declared length of the body, 0 if none is declared; one that is no number is left to the HTTP server.
    private static long declaredLength(RoutingContext exchange) {
        String declared = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? 0 : Long.parseLong(declared);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Path without query: user ids travel in queries and bodies only, never in a path.
    private static void log(RoutingContext exchange, long startedAt) {
        String path = String.valueOf(exchange.request().path());
        LOG.infof(
                "%s %s %d %d ms",
                exchange.request().method().name().toUpperCase(Locale.ROOT),
                path.substring(0, Math.min(path.length(), LOGGED_PATH_LENGTH_MAX)),
                exchange.response().getStatusCode(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
    }
}
