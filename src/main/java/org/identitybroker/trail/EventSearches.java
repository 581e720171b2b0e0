package org.identitybroker.trail;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.identitybroker.audit.EventType;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.exchange.PageCursor;
import org.identitybroker.exchange.QueryParameters;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.problem.RefusedException;

/// Answers `GET /v1/audit-events`. A caller sees the events of the pools that it may use and of the users whom it may
/// name, whoever caused them, and its own that say neither.
@ApplicationScoped
class EventSearches {
    static final Set<String> PARAMETERS =
            Set.of("pool", "userId", "identityId", "caller", "type", "from", "to", "limit", "cursor");

    /// A page stays below 200 KiB.
    private static final int LIMIT_MAX = 200;

    private static final int LIMIT_USUAL = 50;
    private static final int USER_ID_LENGTH_MAX = 512;
    private static final int IDENTITY_ID_LENGTH_MAX = 55;
    /// RFC 3339 has four digits; the database's times begin long before.
    private static final int YEAR_MIN = 1;

    private static final int YEAR_MAX = 9999;
    private static final Pattern CALLER = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final RecordedEvents events;
    private final AllowedPools pools;

    EventSearches(RecordedEvents events, AllowedPools pools) {
        this.events = events;
        this.pools = pools;
    }

    EventPage answer(Caller reader, QueryParameters query) {
        int limit = query.limit(LIMIT_USUAL, LIMIT_MAX);
        // One more than the page holds tells whether another page follows.
        List<StoredEvent> found = events.find(search(reader, query, limit + 1));
        List<StoredEvent> shown = found.subList(0, Math.min(limit, found.size()));
        return new EventPage(
                shown.stream().map(StoredEvent::answer).toList(),
                found.size() > limit ? shown.getLast().place().text() : null);
    }

    private EventSearch search(Caller reader, QueryParameters query, int limit) {
        Optional<String> pool = query.find("pool");
        Optional<String> userId = query.find("userId").map(id -> within("userId", id, USER_ID_LENGTH_MAX));
        userId.ifPresent(reader::requireMayName);
        return new EventSearch(
                reader.name(),
                pools(reader, pool),
                pool.isEmpty(),
                reader.userIdPrefixes(),
                userId,
                query.find("identityId").map(id -> within("identityId", id, IDENTITY_ID_LENGTH_MAX)),
                query.find("caller").map(EventSearches::caller),
                query.find("type").map(EventSearches::type),
                query.find("from").map(text -> time("from", text)),
                query.find("to").map(text -> time("to", text)),
                query.find("cursor")
                        .map(text -> PageCursor.read(
                                text, id -> UUID_FORM.matcher(id).matches())),
                limit);
    }

    private List<String> pools(Caller reader, Optional<String> named) {
        if (named.isPresent()) {
            within("pool", named.get(), PoolName.LENGTH_MAX);
            return List.of(pools.require(reader, named).name().value());
        }
        return pools.of(reader).stream().map(Pool::name).map(PoolName::value).toList();
    }

    private static String caller(String name) {
        if (!CALLER.matcher(name).matches()) {
            throw RefusedException.invalid("caller", "is no name that a caller can have");
        }
        return name;
    }

    private static EventType type(String text) {
        return EventType.of(text).orElseThrow(() -> RefusedException.invalid("type", "is no type of an audit event"));
    }

    private static Instant time(String name, String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= YEAR_MIN && time.getYear() <= YEAR_MAX) {
                return time.toInstant();
            }
        } catch (DateTimeParseException _) {
            // The same answer as for a time that is none of ours.
        }
        throw RefusedException.invalid(name, "must be a time such as 2026-11-21T10:15:00Z");
    }

    private static String within(String name, String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > most || text.codePoints().anyMatch(Character::isISOControl)) {
            throw RefusedException.invalid(name, "must have 1 to " + most + " characters, none a control character");
        }
        return text;
    }
}
