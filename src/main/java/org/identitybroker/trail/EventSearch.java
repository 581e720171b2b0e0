package org.identitybroker.trail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.audit.EventType;
import org.identitybroker.exchange.PageCursor;

/// What events are wanted, and by whom.
///
/// @param reader the caller who asks; events without a pool, of requests that were refused early, are its own to see
/// @param pools those that are asked about, all of which the reader may use
/// @param withoutPool whether events without a pool are asked for, too
/// @param userIdPrefixes how the user ids begin that the reader may name; empty: any
/// @param from the earliest time, inclusive
/// @param to the latest, exclusive
/// @param after where the page before ended
record EventSearch(
        String reader,
        List<String> pools,
        boolean withoutPool,
        Set<String> userIdPrefixes,
        Optional<String> userId,
        Optional<String> identityId,
        Optional<String> caller,
        Optional<EventType> type,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<PageCursor> after,
        int limit) {

    @Override
    public String toString() {
        return "EventSearch[redacted]";
    }
}
