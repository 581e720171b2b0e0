package org.identitybroker.pool;

/// The operator's own name of an identity pool, as in `broker.pools.NAME.…`; what callers and metrics speak of.
public record PoolName(String value) {
    /// Generous for a name in a settings file, short enough for a label.
    public static final int LENGTH_MAX = 64;
}
