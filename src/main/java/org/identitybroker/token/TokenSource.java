package org.identitybroker.token;

/// Where a token came from.
public enum TokenSource {
    /// A call of this request's own.
    COGNITO,
    /// An identical request's call that was under way.
    JOINED,
    /// An earlier request, by the pool's `reuse-min-remaining`.
    REUSED
}
