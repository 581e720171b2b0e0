package org.identitybroker.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What a login system wants of the broker, for the user of a session.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class LoginSystem {
    /// What fits on a page and can be read.
    private static final int EVENTS_SHOWN = 60;

    private final BrokerCalls broker;
    private final String pool;

    LoginSystem(BrokerCalls broker, @ConfigProperty(name = "playground.pool") String pool) {
        this.broker = broker;
        this.pool = pool;
    }

    /// The broker's answer for the user, as the device needs it.
    ///
    /// @param guestIdentityId an identity of a guest that is to become the user's
    JsonNode token(Session session, Optional<String> guestIdentityId, String requestId) {
        return token(session, session.account(), guestIdentityId, requestId);
    }

    private JsonNode token(Session session, Account user, Optional<String> guestIdentityId, String requestId) {
        ObjectNode body = object().put("pool", pool).put("userId", user.userId());
        guestIdentityId.ifPresent(id -> body.put("identityId", id));
        return call(session, "POST", "/v1/tokens", body, requestId).result();
    }

    /// Makes two accounts of one person one at the broker: both have this session's identity from then on.
    ///
    /// @param other whose password was given, too, and who gets an identity first if there is none
    JsonNode merge(Session session, Account other, String requestId) {
        String before = token(session, other, Optional.empty(), requestId)
                .path("identityId")
                .asText();
        ObjectNode body = object().put("pool", pool)
                .put("sourceUserId", other.userId())
                .put("destinationUserId", session.account().userId());
        JsonNode survivor =
                call(session, "POST", "/v1/identities/merge", body, requestId).result();
        ObjectNode answer = object().put("mergedUser", other.userId()).put("mergedUsersIdentityIdBefore", before);
        answer.set("identity", survivor);
        return answer;
    }

    /// @param status `enabled` or `disabled`
    JsonNode setAccess(Session session, String status, String requestId) {
        ObjectNode body = object().put("status", status).put("reason", "asked for in the playground");
        String path = "/v1/identities/" + encoded(identityId(session, requestId)) + "/status";
        return call(session, "PUT", path, body, requestId).result();
    }

    private String identityId(Session session, String requestId) {
        String query = "?pool=" + encoded(pool) + "&userId="
                + encoded(session.account().userId());
        JsonNode found = broker.call("GET", "/v1/identities" + query, null, requestId, session::record)
                .result()
                .path("items");
        if (found.isEmpty()) {
            throw LoginRefusedException.noIdentityYet();
        }
        return found.path(0).path("identityId").asText();
    }

    /// The latest of the pool, newest first.
    JsonNode auditEvents(Session session, String requestId) {
        String query = "?pool=" + encoded(pool) + "&limit=" + EVENTS_SHOWN;
        return broker.call("GET", "/v1/audit-events" + query, null, requestId, session::record)
                .result();
    }

    /// The pool as the broker describes it to the login system: `identityPoolId` and `region` among others.
    JsonNode pool(String requestId) {
        for (JsonNode candidate : broker.call("GET", "/v1/pools", null, requestId, _ -> {})
                .result()
                .path("items")) {
            if (candidate.path("pool").asText().equals(pool)) {
                return candidate;
            }
        }
        throw LoginRefusedException.brokerUnreachable();
    }

    private BrokerAnswer call(Session session, String method, String path, JsonNode body, String requestId) {
        return broker.call(method, path, body, requestId, session::record);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
