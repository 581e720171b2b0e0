package org.identitybroker.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The process of [CognitoStub].
final class Upstream implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// Longer than what is under way can wait for a call.
    private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

    private final JavaProcess process;
    private final int port;

    Upstream() throws IOException {
        port = freePort();
        process = new JavaProcess(CognitoStub.class, List.of("-Xmx128m", "-XX:+UseSerialGC"), String.valueOf(port));
        process.await(CognitoStub.READY);
    }

    int port() {
        return port;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void answerAfter(Duration latency) {
        control("latency/" + latency.toMillis());
    }

    void forget() {
        control("reset");
    }

    /// Until what a load left under way has been asked: a second without a call.
    void awaitSilence() {
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofSeconds(1)).atMost(SILENCE_MAX).until(() -> {
            int now = calls();
            return before.getAndSet(now) == now;
        });
    }

    int calls() {
        return control("calls").path("calls").asInt();
    }

    /// Of all windows of one second since [#forget], the calls in the fullest one.
    int mostInOneSecond() {
        return control("calls").path("mostInOneSecond").asInt();
    }

    private JsonNode control(String path) {
        HttpRequest request = HttpRequest.newBuilder(endpoint().resolve("/control/" + path))
                .POST(BodyPublishers.noBody())
                .build();
        try {
            return new ObjectMapper()
                    .readTree(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException("the stub does not answer", failure);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
