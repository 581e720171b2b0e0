package org.identitybroker.trail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.identitybroker.audit.EventType;

/// The statement of one search. Alternatives (events of a pool, or of none; an identity, or what it was before) are
/// parts of their own, each of which one index serves in the order of the answer; an OR would have all rows read.
final class EventQuery {
    private static final String ORDER = " ORDER BY occurred_at DESC, id DESC LIMIT ";

    private final EventSearch search;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    EventQuery(EventSearch search) {
        this.search = search;
        sql.append("SELECT * FROM (");
        String union = "";
        for (List<Condition> part : parts()) {
            sql.append(union).append("(");
            add(part);
            sql.append(")");
            union = " UNION ALL ";
        }
        sql.append(") AS event").append(ORDER).append(search.limit());
    }

    /// A condition and the values of its question marks.
    private record Condition(String sql, List<Object> values) {
        static Condition of(String sql, Object... values) {
            return new Condition(sql, List.of(values));
        }
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.toString());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            statement.setObject(
                    i + 1, value instanceof String[] texts ? connection.createArrayOf("text", texts) : value);
        }
        return statement;
    }

    private void add(List<Condition> conditions) {
        sql.append("SELECT * FROM audit_event WHERE ")
                .append(String.join(
                        " AND ", conditions.stream().map(Condition::sql).toList()))
                .append(ORDER)
                .append(search.limit());
        conditions.forEach(condition -> values.addAll(condition.values()));
    }

    private List<List<Condition>> parts() {
        List<List<Condition>> parts = new ArrayList<>();
        for (Condition pool : pools()) {
            for (Condition identity : identities()) {
                List<Condition> part = new ArrayList<>(List.of(pool, identity));
                part.addAll(common());
                parts.add(part);
            }
        }
        return parts;
    }

    private List<Condition> pools() {
        List<Condition> pools = new ArrayList<>();
        pools.add(
                search.pools().size() == 1
                        ? Condition.of("pool = ?", search.pools().getFirst())
                        : Condition.of("pool = ANY (?)", (Object) search.pools().toArray(String[]::new)));
        if (search.withoutPool()) {
            pools.add(Condition.of("pool IS NULL AND caller = ?", search.reader()));
        }
        return pools;
    }

    private List<Condition> identities() {
        return search.identityId()
                .map(id -> List.of(
                        Condition.of("identity_id = ?", id),
                        Condition.of("previous_identity_id = ? AND identity_id IS DISTINCT FROM ?", id, id)))
                .orElse(List.of(Condition.of("true")));
    }

    private List<Condition> common() {
        List<Condition> common = new ArrayList<>();
        search.userId().ifPresent(id -> common.add(Condition.of("user_id = ?", id)));
        search.caller().ifPresent(name -> common.add(Condition.of("caller = ?", name)));
        search.type().ifPresent(type -> common.add(ofType(type)));
        search.from().ifPresent(time -> common.add(Condition.of("occurred_at >= ?", stamp(time))));
        search.to().ifPresent(time -> common.add(Condition.of("occurred_at < ?", stamp(time))));
        search.after()
                .ifPresent(place -> common.add(
                        Condition.of("(occurred_at, id) < (?, cast(? AS uuid))", stamp(place.at()), place.id())));
        if (!search.userIdPrefixes().isEmpty()) {
            common.add(nameable());
        }
        return common;
    }

    /// As a literal, so that the planner sees that the partial index fits.
    private static Condition ofType(EventType type) {
        return Condition.of("type = '" + type.text() + "'");
    }

    private Condition nameable() {
        List<Object> values = new ArrayList<>(search.userIdPrefixes());
        List<String> alternatives = search.userIdPrefixes().stream()
                .map(_ -> "starts_with(user_id, ?)")
                .toList();
        values.add(search.reader());
        return new Condition("(" + String.join(" OR ", alternatives) + " OR (user_id IS NULL AND caller = ?))", values);
    }

    private static OffsetDateTime stamp(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
