package org.identitybroker.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What the broker answered to a [Deed].
///
/// @param body missing if there was none
record Answer(int status, JsonNode body) {
    /// The problem's code; empty if it is no problem.
    String code() {
        return body.path("code").asText();
    }

    String identity() {
        return body.path("identityId").asText();
    }

    static Set<String> usersOf(JsonNode identity) {
        return StreamSupport.stream(identity.path("users").spliterator(), false)
                .map(user -> user.path("userId").asText())
                .collect(Collectors.toSet());
    }

    /// Without tokens and times, for a failure's story.
    @Override
    public String toString() {
        return (status + " " + code() + " " + identity()).strip();
    }
}
