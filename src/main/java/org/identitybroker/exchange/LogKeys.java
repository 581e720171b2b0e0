package org.identitybroker.exchange;

import java.util.Optional;
import org.jboss.logging.MDC;

/// What every line has that is logged on behalf of an exchange, whichever thread logs it.
public final class LogKeys {
    static final String REQUEST_ID = "requestId";
    static final String TRACE_ID = "traceId";

    private LogKeys() {}

    /// The trace of the exchange in hand: 32 hexadecimal digits.
    public static Optional<String> traceId() {
        return Optional.ofNullable(MDC.get(TRACE_ID)).map(Object::toString);
    }
}
