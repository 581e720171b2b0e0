package org.identitybroker.emulator.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// The HTTP server. An event loop only moves bytes; each complete request is answered on a virtual thread,
/// so that neither an RSA signature nor an injected delay holds up the others.
public final class HttpFront implements AutoCloseable {
    /// Cognito's largest request is ten logins of 50,000 characters.
    public static final int BODY_BYTES_MAX = 1024 * 1024;

    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int REQUEST_LINE_BYTES_MAX = 8 * 1024;
    private static final int IDLE_SECONDS_MAX = 120;
    private static final int START_STOP_SECONDS_MAX = 30;
    private static final Logger LOG = Logger.getLogger(HttpFront.class);

    private final Vertx vertx;
    private final HttpServer server;
    private final Site site;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cognito-emulator-", 0).factory());

    private HttpFront(Vertx vertx, HttpServer server, Site site) {
        this.vertx = vertx;
        this.server = server;
        this.site = site;
    }

    /// Listens when it returns.
    ///
    /// @param port 0 for any free one
    public static HttpFront start(Vertx vertx, String host, int port, Site site) {
        var options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true);
        var front = new HttpFront(vertx, vertx.createHttpServer(options), site);
        front.server.requestHandler(front::receive);
        await(front.server.listen());
        return front;
    }

    public int port() {
        return server.actualPort();
    }

    private void receive(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        var body = new Intake(site.bodyBytesMax(pathOf(request)));
        request.exceptionHandler(failure -> LOG.debugf("client went away: %s", failure.getMessage()));
        request.handler(chunk -> {
            body.add(chunk);
            if (body.isHopeless() && !request.response().ended()) {
                request.handler(_ -> {});
                refuseTooLarge(request);
            }
        });
        request.endHandler(_ -> {
            if (request.response().ended()) {
                return;
            }
            if (body.isTooLarge()) {
                refuseTooLarge(request);
            } else {
                workers.execute(() -> answer(request, body.kept(), context));
            }
        });
    }

    private static String pathOf(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.path(), "");
    }

    private void refuseTooLarge(HttpServerRequest request) {
        Reply.Answer refusal = site.tooLarge(pathOf(request));
        refusal.headers().forEach(request.response()::putHeader);
        request.response()
                .setStatusCode(refusal.status())
                .putHeader("Connection", "close")
                .end(Buffer.buffer(refusal.body().bytes()))
                .onComplete(_ -> request.connection().close());
    }

    private void answer(HttpServerRequest request, Buffer body, Context context) {
        Reply reply = replyTo(new Request(
                request.method().name(),
                pathOf(request),
                Objects.requireNonNullElse(request.query(), ""),
                new Headers(request.headers()),
                Body.of(body.getBytes())));
        context.runOnContext(_ -> send(reply, request));
    }

    private Reply replyTo(Request request) {
        try {
            return site.answer(request);
        } catch (RuntimeException bug) {
            LOG.error("no answer could be made", bug);
            return new Reply.Silence();
        }
    }

    private static void send(Reply reply, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        switch (reply) {
            case Reply.Answer(int status, var headers, Body body) -> {
                headers.forEach(response::putHeader);
                response.setStatusCode(status).end(Buffer.buffer(body.bytes()));
            }
            case Reply.Silence() -> request.connection().close();
        }
    }

    /// Stops listening and abandons requests that are still being answered.
    @Override
    public void close() {
        await(server.close());
        workers.shutdownNow();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the emulator started or stopped", interrupted);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the emulator's HTTP server did not start or stop", failure);
        }
    }
}
