package org.identitybroker.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.identitybroker.problem.RefusedException;

/// The place at which a page ended, in a form that says nothing to clients. It is a place and not a number of rows,
/// so that rows that come or go shift nothing.
///
/// @param at the time of the page's last row, in microseconds as the database has it
/// @param id of that row, which decides between rows of one time
public record PageCursor(Instant at, String id) {
    /// Microseconds since 1970; 17 digits reach beyond the year 5000.
    private static final Pattern FORM = Pattern.compile("(\\d{1,17})/(.+)");

    public String text() {
        String place = ChronoUnit.MICROS.between(Instant.EPOCH, at) + "/" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
    }

    /// @param isId whether a row could have this id
    /// @throws RefusedException `invalid-request` for anything that no page ended with
    public static PageCursor read(String text, Predicate<String> isId) {
        try {
            Matcher parts = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            if (parts.matches() && isId.test(parts.group(2))) {
                PageCursor cursor = new PageCursor(
                        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), parts.group(2));
                if (cursor.text().equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException _) {
            // No base64url: the same answer as for any other wrong cursor.
        }
        throw RefusedException.invalid("cursor", "is not a nextCursor of an earlier answer");
    }
}
