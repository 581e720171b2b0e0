package org.identitybroker.tracing;

/// One exchange's part in a trace.
public interface ExchangeTrace {
    /// The caller's, or a new one if the caller named none; 32 hexadecimal digits.
    String id();

    /// The answer is out, or the client has gone.
    void ended(int status);
}
