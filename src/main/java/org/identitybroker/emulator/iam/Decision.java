package org.identitybroker.emulator.iam;

/// What policies say to a request; only [#ALLOWED] lets it through.
public enum Decision {
    ALLOWED,
    /// No statement allows it.
    NOT_ALLOWED,
    /// A statement denies it, whatever others allow.
    DENIED
}
