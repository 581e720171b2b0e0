package org.identitybroker.emulator.sigv4;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The moment at which a request says it was signed, e.g. `20261121T101500Z`.
public record SigningTime(String text, Instant instant) {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;

    /// Observed at Cognito Sync and its siblings; other AWS services allow 15 minutes.
    private static final Duration SKEW_MAX = Duration.ofMinutes(5);

    static Optional<SigningTime> parse(String text) {
        try {
            return Optional.of(new SigningTime(text, Instant.from(FORMAT.parse(text))));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    /// AWS's text if the credential scope is of another day.
    Optional<String> dateFault(String scopeDate) {
        String date = text.substring(0, DATE_LENGTH);
        return scopeDate.equals(date)
                ? Optional.empty()
                : Optional.of(
                        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                                + "'%s' != '%s', from '%s'.".formatted(scopeDate, date, text));
    }

    /// AWS's text if the time is too far from now; exactly five minutes are not.
    Optional<String> skewFault(Instant now) {
        Instant earliest = now.minus(SKEW_MAX);
        Instant latest = now.plus(SKEW_MAX);
        if (instant.isBefore(earliest.truncatedTo(ChronoUnit.SECONDS))) {
            return Optional.of("Signature expired: %s is now earlier than %s (%s - 5 min.)"
                    .formatted(text, FORMAT.format(earliest), FORMAT.format(now)));
        }
        if (instant.isAfter(latest)) {
            return Optional.of("Signature not yet current: %s is still later than %s (%s + 5 min.)"
                    .formatted(text, FORMAT.format(latest), FORMAT.format(now)));
        }
        return Optional.empty();
    }
}
