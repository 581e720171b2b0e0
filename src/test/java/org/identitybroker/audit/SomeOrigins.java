package org.identitybroker.audit;

import java.util.Optional;

/// Exchanges that never took place.
public final class SomeOrigins {
    private SomeOrigins() {}

    public static Origin of(String caller) {
        return new Origin(caller, "request-1", Optional.empty(), Optional.of("192.0.2.1"));
    }

    /// The event of such an exchange, not yet ended.
    public static EventDraft draft(EventType deed, String caller) {
        return new EventDraft(deed, of(caller));
    }
}
