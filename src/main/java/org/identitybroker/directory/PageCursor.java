package org.identitybroker.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityPlace;
import org.identitybroker.problem.RefusedException;

/// The place at which a page ended, in a form that says nothing to clients. It is a place and not a number of rows,
/// so that rows that come or go shift nothing.
final class PageCursor {
    /// Microseconds since 1970, as precise as the database; 17 digits reach beyond the year 5000.
    private static final Pattern FORM = Pattern.compile("(\\d{1,17})/(.+)");

    private PageCursor() {}

    static String of(IdentityPlace place) {
        String text = ChronoUnit.MICROS.between(Instant.EPOCH, place.createdAt()) + "/" + place.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /// @throws RefusedException `invalid-request` for anything that no page ended with
    static IdentityPlace read(String cursor) {
        try {
            Matcher parts = FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), UTF_8));
            if (parts.matches() && IdentityId.isValid(parts.group(2))) {
                IdentityPlace place = new IdentityPlace(
                        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                        new IdentityId(parts.group(2)));
                if (of(place).equals(cursor)) {
                    return place;
                }
            }
        } catch (IllegalArgumentException _) {
            // No base64url: the same answer as for any other wrong cursor.
        }
        throw RefusedException.invalid("cursor", "is not a nextCursor of an earlier answer");
    }
}
