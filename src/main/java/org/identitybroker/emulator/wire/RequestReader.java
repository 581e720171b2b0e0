package org.identitybroker.emulator.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.identitybroker.emulator.http.Headers;
import org.identitybroker.emulator.http.Request;

/// Reads AWS JSON 1.1 requests: which operation is meant, and its input.
public final class RequestReader {
    static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    private static final String TARGET_SHORT = "AWSCognitoIdentityService.";
    /// In AWS's own samples; current SDKs send the short form.
    private static final String TARGET_LONG = "com.amazonaws.cognito.identity.model." + TARGET_SHORT;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /// The operation named by the target header, if the content type is right too.
    public Operation operation(Headers headers) {
        return headers.first("Content-Type")
                .filter(RequestReader::isAwsJson)
                .flatMap(_ -> headers.first("X-Amz-Target"))
                .flatMap(RequestReader::nameIn)
                .flatMap(Operation::named)
                .orElseThrow(Refusal::unknownOperation);
    }

    /// The body as input of that operation, checked; throws a refusal that lists every fault.
    public Input input(Operation operation, Request request) {
        JsonNode body = parse(request);
        if (!operation.input().accepts(body)) {
            throw Refusal.serialization("A member of the request has the wrong JSON type.");
        }
        Validation.check(operation.input(), body);
        return new Input(body);
    }

    private static JsonNode parse(Request request) {
        try {
            return JSON.readTree(request.body().bytes());
        } catch (IOException malformed) {
            // Without the cause: its message quotes the body.
            throw Refusal.serialization("The request body is not well-formed JSON.");
        }
    }

    private static boolean isAwsJson(String contentType) {
        return contentType.split(";", 2)[0].strip().equalsIgnoreCase(CONTENT_TYPE);
    }

    private static Optional<String> nameIn(String target) {
        if (target.startsWith(TARGET_SHORT)) {
            return Optional.of(target.substring(TARGET_SHORT.length()));
        }
        return target.startsWith(TARGET_LONG) ? Optional.of(target.substring(TARGET_LONG.length())) : Optional.empty();
    }
}
