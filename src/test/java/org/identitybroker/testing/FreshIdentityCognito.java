package org.identitybroker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A Cognito at its most forgetful: every GetOpenIdTokenForDeveloperIdentity that names no identity gets a new
/// one, so that nothing but the broker's mapping can make two answers agree. Tokens are not signed.
public final class FreshIdentityCognito implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server;
    private volatile String lastAuthorization = "";
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Duration latency = Duration.ZERO;

    public FreshIdentityCognito() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public int calls() {
        return calls.get();
    }

    /// The `Authorization` header of the last call.
    public String lastAuthorization() {
        return lastAuthorization;
    }

    /// From now on no call is answered before this many have arrived.
    public CountDownLatch holdUntil(int arrivals) {
        gate = new CountDownLatch(arrivals);
        return gate;
    }

    /// From now on each answer takes this long.
    public void delayBy(Duration latency) {
        this.latency = latency;
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        lastAuthorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            CountDownLatch held = gate;
            held.countDown();
            held.await(20, TimeUnit.SECONDS);
            Thread.sleep(latency);
            String identity = request.path("IdentityId").asText("eu-west-1:" + UUID.randomUUID());
            byte[] body = JSON.writeValueAsBytes(Map.of(
                    "IdentityId",
                    identity,
                    "Token",
                    token(identity, request.path("TokenDuration").asLong())));
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String token(String identity, long duration) throws IOException {
        byte[] claims = JSON.writeValueAsBytes(
                Map.of("sub", identity, "exp", Instant.now().getEpochSecond() + duration));
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"RS512\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims) + ".c2lnbmF0dXJl";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
