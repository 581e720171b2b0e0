package org.identitybroker.exchange;

import java.util.Locale;
import java.util.regex.Pattern;

/// The API answers to exactly one spelling of each path. A second spelling (`//`, a trailing slash, dot segments,
/// encoded separators) is how access rules in front of a service are walked around.
final class ExactPath {
    /// Letters, digits and `-._~` need no encoding (RFC 3986, 2.3), so an encoded one is a second spelling; so are
    /// an encoded slash, backslash and NUL.
    private static final String NEEDLESSLY_ENCODED = "%(2[de]|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae]|2f|5c|00)";

    private static final Pattern OTHER_SPELLING =
            Pattern.compile("//|/\\.{1,2}(/|$)|.+/$|;|\\\\|" + NEEDLESSLY_ENCODED);

    private ExactPath() {}

    /// @param raw the path as it came, percent-encoding included
    /// @param normalized the same after the HTTP server's own clean-up, which decides where a request goes
    static boolean isExact(String raw, String normalized) {
        return !normalized.startsWith("/v1")
                || !OTHER_SPELLING.matcher(raw.toLowerCase(Locale.ROOT)).find();
    }
}
