package org.identitybroker.trail;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.identitybroker.exchange.PageCursor;

/// An event and its place among the others, which is finer than the answer's whole seconds.
record StoredEvent(Instant occurredAt, EventAnswer answer) {
    PageCursor place() {
        return new PageCursor(occurredAt, answer.id().toString());
    }

    static Instant wholeSeconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
