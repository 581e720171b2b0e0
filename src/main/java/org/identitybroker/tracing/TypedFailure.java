package org.identitybroker.tracing;

/// A failure that a span can name more closely than by its class.
public interface TypedFailure {
    /// One of few words; nothing that was sent.
    String errorType();
}
