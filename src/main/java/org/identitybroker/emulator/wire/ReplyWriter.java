package org.identitybroker.emulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.HttpDate;
import org.identitybroker.emulator.http.Reply.Answer;

/// Writes the answers of AWS protocols, with the headers that SDKs and browsers look for.
public final class ReplyWriter {
    /// Well below the 8 KiB at which HTTP clients begin to refuse a header; the body has the text in full.
    private static final int HEADER_TEXT_LENGTH_MAX = 2048;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;

    public ReplyWriter(Clock clock) {
        this.clock = clock;
    }

    /// The answer of an operation that was done.
    ///
    /// @param output empty for operations without an output
    public Answer success(String requestId, Optional<ObjectNode> output) {
        Body body = output.map(ReplyWriter::serialized).map(Body::of).orElse(Body.empty());
        return new Answer(200, headers(requestId), body);
    }

    public Answer error(String requestId, Refusal refusal) {
        ErrorType type = refusal.type();
        Map<String, String> headers = headers(requestId);
        headers.put("x-amzn-ErrorType", type.wireName() + ":");
        headers.put("x-amzn-ErrorMessage", headerSafe(refusal.text()));
        ObjectNode body = JSON.createObjectNode().put("__type", type.wireName()).put("message", refusal.text());
        return new Answer(type.status(), headers, Body.of(serialized(body)));
    }

    /// An answer of the Query protocol.
    public Answer xml(int status, String requestId, String document) {
        Map<String, String> headers = headers(requestId);
        headers.put("Content-Type", "text/xml");
        return new Answer(status, headers, Body.of(document));
    }

    /// A document that is not an answer of the API, such as the keys.
    public Answer document(int status, JsonNode document) {
        Map<String, String> headers = common();
        headers.put("Content-Type", "application/json");
        return new Answer(status, headers, Body.of(serialized(document)));
    }

    /// What no service of AWS says: something between it and the client does.
    public Answer html(int status) {
        Map<String, String> headers = common();
        headers.put("Content-Type", "text/html");
        return new Answer(status, headers, Body.of("<html><body><h1>Not what you asked for</h1></body></html>"));
    }

    /// For paths and methods that are none of the API's.
    public Answer nothingHere() {
        return document(404, JSON.createObjectNode().put("__type", ErrorType.UNKNOWN_OPERATION.wireName()));
    }

    private Map<String, String> headers(String requestId) {
        Map<String, String> headers = common();
        headers.put("Content-Type", RequestReader.CONTENT_TYPE);
        headers.put("x-amzn-RequestId", requestId);
        headers.putAll(Cors.ON_EVERY_ANSWER);
        return headers;
    }

    /// SDKs correct their clock by the date of an error, so it follows the emulator's clock.
    private Map<String, String> common() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Date", HttpDate.of(clock.instant()));
        return headers;
    }

    /// A header has one line and no bytes beyond ASCII; the text may quote anything the client sent.
    private static String headerSafe(String text) {
        String cut = text.length() > HEADER_TEXT_LENGTH_MAX ? text.substring(0, HEADER_TEXT_LENGTH_MAX) : text;
        return cut.replaceAll("[^ -~]", "?");
    }

    private static String serialized(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree can always be written", impossible);
        }
    }
}
