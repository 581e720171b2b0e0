package org.identitybroker.pool;

import java.util.regex.Pattern;

/// The operator's own name of an identity pool, as in `broker.pools.NAME.…`; what callers and metrics speak of.
public record PoolName(String value) {
    /// Generous for a name in a settings file, short enough for a label.
    public static final int LENGTH_MAX = 64;

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0," + (LENGTH_MAX - 1) + "}");

    /// Whether a pool could have this name.
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
