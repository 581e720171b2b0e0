package org.identitybroker.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// How the login system talks to the broker: over HTTP, as the caller `demo-login`. Each exchange is told to whoever
/// listens, without the caller's JWT.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class BrokerCalls {
    private static final String CALLER_TOKEN = "/dev/caller-token?caller=demo-login";

    /// A login system signs its JWT itself, with its own key; the demo's issuer does it for this one, for four hours.
    private static final Duration JWT_KEPT = Duration.ofHours(1);

    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

    /// What the guide for callers advises: above the broker's own limit for a call of Cognito.
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /// A hundred audit events, the longest answer, have a tenth of it.
    private static final int ANSWER_BYTES_MAX = 1024 * 1024;

    private static final String CUT = "… (cut here: the caller's JWT never leaves the login system)";
    private static final int JWT_SHOWN = 12;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();
    private final URI broker;
    private final ObjectMapper json;
    private volatile @Nullable Jwt jwt;

    private record Jwt(String text, long obtainedAt) {
        boolean isGood() {
            return System.nanoTime() - obtainedAt < JWT_KEPT.toNanos();
        }

        @Override
        public String toString() {
            return "Jwt[redacted]";
        }
    }

    BrokerCalls(@ConfigProperty(name = "playground.broker-url") URI broker, ObjectMapper json) {
        this.broker = broker;
        this.json = json;
    }

    /// @param path with its query
    /// @param body null for none
    BrokerAnswer call(
            String method, String path, @Nullable JsonNode body, String requestId, Consumer<Exchange> listener) {
        Jwt proof = jwt(requestId, listener);
        String text = body == null ? "" : body.toString();
        HttpRequest.Builder request = request(path, requestId)
                .header("Authorization", "Bearer " + proof.text())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        long startedAt = System.nanoTime();
        HttpResponse<String> response = send(request.build());
        listener.accept(exchange(requestId, "broker", response, text, response.body(), startedAt));
        return new BrokerAnswer(response.statusCode(), parsed(response.body()));
    }

    private Jwt jwt(String requestId, Consumer<Exchange> listener) {
        Jwt known = jwt;
        if (known != null && known.isGood()) {
            return known;
        }
        long startedAt = System.nanoTime();
        HttpResponse<String> response = send(
                request(CALLER_TOKEN, requestId).POST(BodyPublishers.noBody()).build());
        if (response.statusCode() != 200) {
            throw LoginRefusedException.brokerUnreachable();
        }
        listener.accept(exchange(requestId, "issuer", response, "", shown(response.body()), startedAt));
        Jwt fresh = new Jwt(response.body(), System.nanoTime());
        jwt = fresh;
        return fresh;
    }

    /// The request's id goes with it, so that the broker's log and audit trail have the same as the page.
    private HttpRequest.Builder request(String path, String requestId) {
        return HttpRequest.newBuilder(broker.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Accept", "application/json, application/problem+json, text/plain")
                .header("X-Request-Id", requestId);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw LoginRefusedException.brokerUnreachable();
        } catch (IOException unreachable) {
            throw LoginRefusedException.brokerUnreachable();
        }
    }

    private JsonNode parsed(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : json.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw LoginRefusedException.brokerUnreachable();
        }
    }

    private static Exchange exchange(
            String requestId, String to, HttpResponse<String> response, String sent, String answered, long startedAt) {
        Map<String, String> requestHeaders = flat(response.request().headers().map());
        requestHeaders.computeIfPresent("Authorization", (_, value) -> shown(value));
        return new Exchange(
                requestId,
                to,
                response.request().method(),
                response.uri().toString(),
                requestHeaders,
                sent,
                response.statusCode(),
                flat(response.headers().map()),
                answered,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
    }

    private static Map<String, String> flat(Map<String, List<String>> headers) {
        Map<String, String> flat = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> flat.put(name, String.join(", ", values)));
        return flat;
    }

    private static String shown(String secret) {
        return secret.substring(0, Math.min(secret.length(), JWT_SHOWN)) + CUT;
    }
}
