package org.identitybroker.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an event is about.
public enum EventType {
    TOKEN_ISSUED,
    TOKEN_REFUSED,
    TOKEN_FAILED,
    CREDENTIALS_ISSUED,
    /// A user got a mapping to an identity that was not known here before.
    IDENTITY_CREATED,
    /// Cognito had lost the user's identity, and the mapping points to another one now.
    IDENTITY_REPLACED,
    /// A user got a mapping to an identity that existed: a guest's, one that others have, or an imported one.
    IDENTITY_LINKED,
    IDENTITY_UNLINKED,
    IDENTITY_MERGED,
    IDENTITY_DISABLED,
    IDENTITY_ENABLED,
    IDENTITY_DELETED;

    /// As in the table and the API, for example `token.issued`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    public static Optional<EventType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }

    /// What to call the event if the deed did not succeed. Tokens have types of their own for that.
    EventType ofEnding(Outcome outcome) {
        if (this != TOKEN_ISSUED) {
            return this;
        }
        return switch (outcome) {
            case SUCCESS, UNCHANGED -> TOKEN_ISSUED;
            case REFUSED -> TOKEN_REFUSED;
            case FAILED -> TOKEN_FAILED;
        };
    }
}
