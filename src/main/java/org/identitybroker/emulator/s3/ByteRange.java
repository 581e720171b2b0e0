package org.identitybroker.emulator.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of an object (RFC 9110, "Range"). S3 answers a single range only; anything else gets the whole
/// object.
///
/// @param last inclusive
record ByteRange(int first, int last) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// Empty if the header asks for nothing that is answered in part.
    static Optional<ByteRange> of(String header, int length) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(matcher.group(2)), length);
            return Optional.of(satisfiable(length - suffix, length - 1L, length));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? length - 1L : Long.parseLong(matcher.group(2));
        if (!matcher.group(2).isEmpty() && last < first) {
            return Optional.empty();
        }
        return Optional.of(satisfiable(first, Math.min(last, length - 1L), length));
    }

    private static ByteRange satisfiable(long first, long last, int length) {
        if (first > last) {
            throw new S3Refusal(S3Error.InvalidRange).with("ActualObjectSize", String.valueOf(length));
        }
        return new ByteRange((int) first, (int) last);
    }

    String contentRange(int length) {
        return "bytes %d-%d/%d".formatted(first, last, length);
    }
}
