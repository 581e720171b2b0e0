package org.identitybroker.identity;

import java.util.Locale;

/// Whether an identity gets tokens from this broker.
public enum IdentityStatus {
    ENABLED,
    DISABLED;

    /// As in the API and the table.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static IdentityStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
