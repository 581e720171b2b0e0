package org.identitybroker.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Requests without an SDK's care: what is sent is what the test says.
final class Wire {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI endpoint;

    Wire(URI endpoint) {
        this.endpoint = endpoint;
    }

    /// How a request is signed; the defaults are right.
    record Signing(String accessKeyId, String secret, String service, String region, Instant time) {
        static Signing right() {
            return new Signing("test", "test", "cognito-identity", "eu-west-1", Instant.now());
        }

        Signing at(Instant other) {
            return new Signing(accessKeyId, secret, service, region, other);
        }
    }

    /// An answer of the API.
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        JsonNode json() {
            return parse(http.body());
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        String error() {
            return json().path("__type").asText();
        }

        String message() {
            return json().path("message").asText();
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError("not JSON: " + json, malformed);
        }
    }

    /// Without a signature.
    Answer call(String operation, String json) {
        return send(request(json, headers(operation)));
    }

    Answer signedCall(String operation, String json) {
        return signedCall(operation, json, Signing.right());
    }

    Answer signedCall(String operation, String json, Signing signing) {
        return send(request(json, signed(operation, json, signing)));
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(endpoint.resolve(path)).GET());
    }

    HttpRequest.Builder request(String json, Map<String, List<String>> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve("/")).POST(BodyPublishers.ofString(json));
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request;
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    static Map<String, List<String>> headers(String operation) {
        return Map.of(
                "Content-Type", List.of("application/x-amz-json-1.1"),
                "X-Amz-Target", List.of("AWSCognitoIdentityService." + operation));
    }

    /// The headers of a request signed by the SDK's own signer.
    Map<String, List<String>> signed(String operation, String json, Signing signing) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.resolve("/"))
                .headers(headers(operation))
                .build();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsCredentialsIdentity.create(signing.accessKeyId(), signing.secret()))
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(json))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, signing.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, signing.region())
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(signing.time(), ZoneOffset.UTC)))
                .request()
                .headers();
    }
}
