package com.example.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// How an app calls its own backend. No AWS here, and no broker: devices never call it.
public final class Backend {
    // region: backend
    /// The same request may succeed later. With all other codes it does not.
    private static final Set<String> MAY_PASS = Set.of(
            "rate-limited",
            "quota-exhausted",
            "overloaded",
            "upstream-throttled",
            "upstream-unavailable",
            "upstream-timeout",
            "store-unavailable",
            "backend-unavailable");

    private static final int ATTEMPTS_MAX = 3;

    /// A refusal of the backend, or of the broker behind it.
    public static final class Problem extends RuntimeException {
        private final String code;

        Problem(String code, String requestId) {
            super("refused: %s, request %s".formatted(code, requestId));
            this.code = code;
        }

        public String code() {
            return code;
        }

        boolean mayPass() {
            return MAY_PASS.contains(code);
        }
    }

    /// The signed-in user's identity, and the logins that Cognito takes for it.
    record AwsIdentity(String identityId, Map<String, String> logins) {}

    AwsIdentity awsIdentity(Map<String, String> request) {
        JsonNode said = post("/aws-identity", request);
        Map<String, String> logins = JSON.convertValue(said.path("logins"), LOGINS);
        return new AwsIdentity(said.path("identityId").textValue(), logins);
    }

    private JsonNode post(String path, Map<String, String> body) {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> answer = send(path, body);
            JsonNode said = read(answer);
            if (answer.statusCode() == 200) {
                return said;
            }
            Problem problem = new Problem(
                    said.path("code").asText(), said.path("requestId").asText());
            if (!problem.mayPass() || attempt == ATTEMPTS_MAX) {
                throw problem;
            }
            long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(2);
            pause.accept(Duration.ofSeconds(seconds * attempt));
        }
    }
    // endregion

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> LOGINS = new TypeReference<>() {};

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final Consumer<Duration> pause;
    private volatile String session = "";

    /// @param pause waits so long: `Thread::sleep`, but for its exception
    public Backend(URI url, Consumer<Duration> pause) {
        this.url = url;
        this.pause = pause;
    }

    void signIn(String name, String password) {
        session = post("/sign-in", Map.of("name", name, "password", password))
                .path("session")
                .textValue();
    }

    void signOut() {
        post("/sign-out", Map.of());
        session = "";
    }

    private HttpResponse<String> send(String path, Map<String, String> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                    .header("Authorization", "Bearer " + session)
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(15))
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
