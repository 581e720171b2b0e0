package org.identitybroker.caller;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a caller can be allowed to do, as `broker.callers.NAME.permissions` lists it.
public enum Permission {
    TOKEN_ISSUE,
    CREDENTIALS_ISSUE,
    IDENTITY_READ,
    IDENTITY_WRITE,
    AUDIT_READ,
    POOL_DIAGNOSE;

    /// The name in settings, for example `token:issue`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    static Optional<Permission> of(String text) {
        return Arrays.stream(values())
                .filter(permission -> permission.text().equals(text))
                .findFirst();
    }
}
