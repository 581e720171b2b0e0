package org.identitybroker.identity;

import java.util.regex.Pattern;

/// Cognito's id of an identity, `REGION:GUID`.
public record IdentityId(String value) {
    /// Cognito's service model, IdentityId; the length is checked apart.
    public static final String FORM = "[\\w-]+:[0-9a-f-]+";

    /// Cognito's service model, IdentityId.
    public static final int LENGTH_MAX = 55;

    private static final Pattern FORM_PATTERN = Pattern.compile(FORM);

    public static boolean isValid(String text) {
        return text.length() <= LENGTH_MAX && FORM_PATTERN.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
