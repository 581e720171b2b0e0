package org.identitybroker.exchange;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.identitybroker.exchange.RequestSlots.Slot;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.tracing.ExchangeTrace;
import org.identitybroker.tracing.Tracing;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// Runs before everything else on the API port: gives the exchange its id and the headers that every answer has,
/// refuses what is too much (requests at once, bodies that say they are too large) and paths that are not exact, and
/// writes one log line when the answer is complete.
@ApplicationScoped
class ExchangeFilter {
    /// Where the exchange keeps its [Slot].
    static final String SLOT = "broker.slot";

    private static final Logger LOG = Logger.getLogger("request");

    /// Above Quarkus' own filters (CORS 300, authentication 200), so that their answers carry an id too.
    private static final int BEFORE_ALL_OTHERS = 10_000;

    private static final int LOGGED_LENGTH_MAX = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

    /// Longer than any work takes for a client that has gone; only for the case that its end is never told.
    private static final Duration WORK_MAX = Duration.ofMinutes(2);

    /// Hung up on at once, a client that is still sending would lose the answer.
    private static final Duration TIME_TO_READ_THE_ANSWER = Duration.ofSeconds(1);

    private final ProblemWriter problems;
    private final RequestSlots slots;
    private final Vertx vertx;
    private final Tracing tracing;
    private final Counter overloaded;

    ExchangeFilter(ProblemWriter problems, RequestSlots slots, Vertx vertx, Tracing tracing, MeterRegistry metrics) {
        this.problems = problems;
        this.slots = slots;
        this.vertx = vertx;
        this.tracing = tracing;
        this.overloaded = Counter.builder("broker.overloaded")
                .description("Requests refused because this replica had as many as it may work on")
                .register(metrics);
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BEFORE_ALL_OTHERS);
    }

    private void handle(RoutingContext exchange) {
        long startedAt = System.nanoTime();
        String requestId = RequestId.choose(exchange.request().getHeader(RequestId.HEADER));
        exchange.response().putHeader(RequestId.HEADER, requestId);
        SecurityHeaders.add(exchange);
        ExchangeTrace trace = tracing.begin(exchange.request());
        MDC.put(LogKeys.REQUEST_ID, requestId);
        MDC.put(LogKeys.TRACE_ID, trace.id());
        Optional<Slot> slot = slots.take();
        Context loop = vertx.getOrCreateContext();
        exchange.addEndHandler(_ -> {
            slot.ifPresent(taken -> giveBack(taken, exchange));
            log(exchange, startedAt);
            trace.ended(exchange.response().getStatusCode());
            dropTheRest(exchange.request(), loop);
        });

        if (slot.isEmpty()) {
            overloaded.increment();
            problems.write(exchange, ProblemCode.OVERLOADED);
        } else {
            exchange.put(SLOT, slot.get());
            admit(exchange);
        }
    }

    private void admit(RoutingContext exchange) {
        String path = exchange.request().path();
        if (path == null || !ExactPath.isExact(path, exchange.normalizedPath())) {
            problems.write(exchange, ProblemCode.NOT_FOUND);
        } else if (BodyLimit.declaredLength(exchange.request()) > BodyLimit.BYTES_MAX
                && !BodyLimit.isStreamed(exchange.request())) {
            exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            problems.write(exchange, ProblemCode.PAYLOAD_TOO_LARGE);
        } else {
            exchange.next();
        }
    }

    private void giveBack(Slot slot, RoutingContext exchange) {
        boolean busy = slot.exchangeEnds(exchange.response().ended());
        if (busy) {
            vertx.setTimer(WORK_MAX.toMillis(), _ -> slot.giveBack());
        }
    }

    /// A client that was answered early may finish its body, for the connection's sake, but not drip it forever.
    private void dropTheRest(HttpServerRequest request, Context loop) {
        if (!BodyLimit.hasArrived(request)) {
            request.handler(null);
            request.resume();
            loop.runOnContext(_ -> hangUpOnLingerer(request, loop));
        }
    }

    /// Most have ended by now. For the others, what waits holds the request only as long as the connection does: of ten
    /// seconds of requests, there would be more than fit into the memory.
    private void hangUpOnLingerer(HttpServerRequest request, Context loop) {
        if (!BodyLimit.hasArrived(request)) {
            boolean told = request.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
            Duration patience = told ? TIME_TO_READ_THE_ANSWER : BodyLimit.TIME_MAX;
            WeakReference<HttpServerRequest> lingering = new WeakReference<>(request);
            long timer = vertx.setTimer(patience.toMillis(), _ -> hangUp(lingering, loop));
            request.endHandler(_ -> forget(request, timer));
        }
    }

    /// Holds the request, too, until its end.
    private void forget(HttpServerRequest request, long timer) {
        LOG.debugf("a body ended after its answer (%d bytes)", request.bytesRead());
        vertx.cancelTimer(timer);
    }

    /// An end that has come is not told to a request that is paused.
    private static void hangUp(WeakReference<HttpServerRequest> lingering, Context loop) {
        HttpServerRequest request = lingering.get();
        if (request != null) {
            request.resume();
            loop.runOnContext(_ -> {
                if (!BodyLimit.hasArrived(request)) {
                    hangUp(request);
                }
            });
        }
    }

    /// With HTTP/2 the connection has other requests.
    private static void hangUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    /// Path without query: user ids travel in queries and bodies only, never in a path.
    private static void log(RoutingContext exchange, long startedAt) {
        LOG.infof(
                "%s %s %d %d ms",
                printable(exchange.request().method().name().toUpperCase(Locale.ROOT)),
                printable(String.valueOf(exchange.request().path())),
                exchange.response().getStatusCode(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
    }

    /// What a client wrote must neither end a line of the log nor colour it.
    private static String printable(String text) {
        String shortened = text.substring(0, Math.min(text.length(), LOGGED_LENGTH_MAX));
        return UNPRINTABLE.matcher(shortened).replaceAll("?");
    }
}
