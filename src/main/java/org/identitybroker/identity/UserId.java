package org.identitybroker.identity;

/// The caller's own id of a user, opaque to the broker and kept byte for byte. Does not print: it may be an
/// e-mail address, and is in no log.
public record UserId(String value) {
    /// Code points. Cognito takes a developer user identifier of at most 1,024 characters (service model); as
    /// UTF-16 that is what 512 code points need at most.
    public static final int LENGTH_MAX = 512;

    /// What is accepted: Unicode text without control characters (category Cc) and without lone surrogates, which
    /// no UTF-8 can carry.
    public static boolean isValid(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= 1 && length <= LENGTH_MAX && text.codePoints().allMatch(UserId::isAllowed);
    }

    private static boolean isAllowed(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.SURROGATE;
    }

    @Override
    public String toString() {
        return "UserId[redacted]";
    }
}
