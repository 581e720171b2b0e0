package org.identitybroker.bench;

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

/// The process of [CognitoStub].
final class Upstream implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

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
