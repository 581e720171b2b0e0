package org.identitybroker.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.fault.ReceivedRequest;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.Reply.Answer;

/// The plain JSON of the control interface.
final class ControlJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /// Throws an IllegalArgumentException if the body is no JSON object.
    static JsonNode parse(Body body) {
        try {
            JsonNode json = JSON.readTree(body.bytes());
            if (json.isObject()) {
                return json;
            }
        } catch (IOException malformed) {
            // Said below, without the parser's quotation of the body.
        }
        throw new IllegalArgumentException("a JSON object is needed");
    }

    static Answer answer(int status, JsonNode json) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Body.of(json.toString()));
    }

    static ObjectNode requests(List<ReceivedRequest> requests) {
        ObjectNode json = object();
        ArrayNode list = json.putArray("requests");
        requests.forEach(request -> list.add(request(request)));
        return json;
    }

    private static ObjectNode request(ReceivedRequest request) {
        ObjectNode json = object().put("time", request.time().toString()).put("requestId", request.requestId());
        request.operation().ifPresent(operation -> json.put("operation", operation));
        request.accessKeyId().ifPresent(id -> json.put("accessKeyId", id));
        request.identityPoolId().ifPresent(id -> json.put("identityPoolId", id));
        request.identityIds().forEach(json.putArray("identityIds")::add);
        return json.put("outcome", request.outcome());
    }
}
