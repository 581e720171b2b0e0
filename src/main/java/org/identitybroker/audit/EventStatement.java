package org.identitybroker.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.identitybroker.problem.ProblemCode;

/// The one statement that stores events, any number in one round trip. Lists in an event are sent as text with a
/// separator, because an array of arrays must be rectangular in Postgres.
final class EventStatement {
    /// Unit separator, a control character: in no tag key of Cognito's and no provider's name.
    private static final String SEPARATOR = "\u001f";

    /// The mapping is looked up row by row: as a join it might be planned over the whole table.
    ///
    /// The first parameter stands in a subselect so that Postgres plans the statement once for each connection.
    /// Otherwise it would see how many rows there are, expect to gain by planning each time anew, and take longer
    /// for that than for the rows (PostgreSQL documentation: PREPARE, plan_cache_mode).
    private static final String INSERT = """
            INSERT INTO audit_event
                (id, type, outcome, problem_code, caller, pool, user_id, identity_id, previous_identity_id,
                 token_sha256, token_expires_at, reused, tag_keys, login_providers, request_id, trace_id,
                 cognito_request_id, client_address)
            SELECT id, type, outcome, problem, caller, pool, user_id, identity_id, previous, decode(sha256, 'hex'),
                expires_at, reused, string_to_array(tags, E'\\x1f'), string_to_array(providers, E'\\x1f'), request,
                trace, cognito, address
            FROM unnest((SELECT ?::uuid[]), ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::boolean[])
                AS event (id, type, outcome, problem, caller, pool, user_id, identity_id, previous, sha256, expires_at,
                    reused, tags, providers, request, trace, cognito, address, only_if_held)
            WHERE NOT only_if_held OR (
                SELECT identity.status FROM developer_login login JOIN identity USING (identity_id)
                WHERE login.pool = event.pool AND login.user_id = event.user_id
                AND login.identity_id = event.identity_id) = 'enabled'
            RETURNING id""";

    private final Connection connection;
    private final List<AuditEvent> events;

    EventStatement(Connection connection, List<AuditEvent> events) {
        this.connection = connection;
        this.events = events;
    }

    /// @param onlyIfHeld which events are stored only if their user still has their identity, enabled
    /// @return the ids of the events that were stored
    Set<UUID> execute(Set<UUID> onlyIfHeld) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(insert, onlyIfHeld);
            Set<UUID> stored = new HashSet<>();
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    stored.add(rows.getObject(1, UUID.class));
                }
            }
            return stored;
        }
    }

    private void bind(PreparedStatement insert, Set<UUID> onlyIfHeld) throws SQLException {
        insert.setArray(1, array("uuid", event -> Optional.of(event.id())));
        insert.setArray(2, texts(event -> Optional.of(event.type().text())));
        insert.setArray(3, texts(event -> Optional.of(event.outcome().text())));
        insert.setArray(4, texts(event -> event.problem().map(ProblemCode::code)));
        insert.setArray(5, texts(event -> Optional.of(event.origin().caller())));
        insert.setArray(6, texts(event -> event.subject().pool()));
        insert.setArray(7, texts(event -> event.subject().userId()));
        insert.setArray(8, texts(event -> event.subject().identityId()));
        insert.setArray(9, texts(event -> event.subject().previousIdentityId()));
        insert.setArray(10, texts(event -> event.token().flatMap(TokenFacts::sha256)));
        insert.setArray(11, array("timestamptz", EventStatement::expiry));
        insert.setArray(12, array("boolean", event -> Optional.of(isReused(event))));
        insert.setArray(13, texts(event -> Optional.of(joined(event, TokenFacts::tagKeys))));
        insert.setArray(14, texts(event -> Optional.of(joined(event, TokenFacts::loginProviders))));
        insert.setArray(15, texts(event -> Optional.of(event.origin().requestId())));
        insert.setArray(16, texts(event -> event.origin().traceId()));
        insert.setArray(17, texts(AuditEvent::cognitoRequestId));
        insert.setArray(18, texts(event -> event.origin().clientAddress()));
        insert.setArray(19, array("boolean", event -> Optional.of(onlyIfHeld.contains(event.id()))));
    }

    private static Optional<OffsetDateTime> expiry(AuditEvent event) {
        return event.token().flatMap(TokenFacts::expiresAt).map(time -> OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    private static boolean isReused(AuditEvent event) {
        return event.token().map(TokenFacts::reused).orElse(false);
    }

    private static String joined(AuditEvent event, Function<TokenFacts, Set<String>> part) {
        return event.token()
                .map(part)
                .map(items -> String.join(SEPARATOR, items.stream().sorted().toList()))
                .orElse("");
    }

    private Array texts(Function<AuditEvent, Optional<String>> part) throws SQLException {
        return array("text", part);
    }

    private <T> Array array(String type, Function<AuditEvent, Optional<T>> part) throws SQLException {
        return connection.createArrayOf(
                type,
                events.stream().map(event -> part.apply(event).orElse(null)).toArray());
    }
}
