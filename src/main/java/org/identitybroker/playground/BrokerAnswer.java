package org.identitybroker.playground;

import com.fasterxml.jackson.databind.JsonNode;

/// What the broker answered: a result, or a problem.
record BrokerAnswer(int status, JsonNode body) {
    /// The result, or the problem as an exception.
    JsonNode result() {
        if (status >= 200 && status < 300) {
            return body;
        }
        String title = body.path("title").asText("The broker refused.");
        throw LoginRefusedException.byBroker(
                status,
                body.path("code").asText("broker-refused"),
                body.path("detail").asText(title));
    }

    @Override
    public String toString() {
        return "BrokerAnswer[" + status + ", redacted]";
    }
}
