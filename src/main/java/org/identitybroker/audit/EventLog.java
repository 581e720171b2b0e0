package org.identitybroker.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.problem.ProblemCode;
import org.jboss.logging.Logger;

/// A copy of each stored event as a line of JSON, for those who collect logs. Without the user id, which is in no log;
/// the event's id leads to it.
@ApplicationScoped
class EventLog {
    private static final Logger LOG = Logger.getLogger("audit");

    private final ObjectMapper json;
    private final boolean on;

    EventLog(ObjectMapper json, AuditLimits limits) {
        this.json = json;
        this.on = limits.isLogged();
    }

    void copy(AuditEvent event) {
        if (on && LOG.isInfoEnabled()) {
            LOG.info(line(event));
        }
    }

    private String line(AuditEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", event.id());
        members.put("type", event.type().text());
        members.put("outcome", event.outcome().text());
        put(members, "problemCode", event.problem().map(ProblemCode::code));
        members.put("caller", event.origin().caller());
        put(members, "pool", event.subject().pool());
        put(members, "identityId", event.subject().identityId());
        put(members, "previousIdentityId", event.subject().previousIdentityId());
        event.token().ifPresent(token -> putToken(members, token));
        members.put("requestId", event.origin().requestId());
        put(members, "traceId", event.origin().traceId());
        put(members, "cognitoRequestId", event.cognitoRequestId());
        put(members, "clientAddress", event.origin().clientAddress());
        try {
            return json.writeValueAsString(members);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event of strings could not be written", impossible);
        }
    }

    private static void putToken(Map<String, Object> members, TokenFacts token) {
        put(members, "tokenSha256", token.sha256());
        put(
                members,
                "tokenExpiresAt",
                token.expiresAt()
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                        .map(Instant::toString));
        members.put("reused", token.reused());
        if (!token.tagKeys().isEmpty()) {
            members.put("tagKeys", token.tagKeys());
        }
        if (!token.loginProviders().isEmpty()) {
            members.put("loginProviders", token.loginProviders());
        }
    }

    private static void put(Map<String, Object> members, String name, Optional<String> value) {
        value.ifPresent(text -> members.put(name, text));
    }
}
