package org.identitybroker.exchange;

import java.util.Locale;
import java.util.regex.Pattern;

/// The API answers to exactly one spelling of each path. A second spelling (`//`, a trailing slash, dot segments,
/// encoded separators) is how access rules in front of a service are walked around.
final class ExactPath {
    private static final Pattern OTHER_SPELLING = Pattern.compile("//|/\\.{1,2}(/|$)|.+/$|%2f|%5c|%2e|%00|;|\\\\");

    private ExactPath() {}

    /// @param raw the path as it came, percent-encoding included
    /// @param normalized the same after the HTTP server's own clean-up, which decides where a request goes
    static boolean isExact(String raw, String normalized) {
        return !normalized.startsWith("/v1")
                || !OTHER_SPELLING.matcher(raw.toLowerCase(Locale.ROOT)).find();
    }
}
