package org.identitybroker.tracing;

import io.vertx.core.MultiMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `traceparent` of W3C Trace Context, and the trace id in it: 32 hexadecimal digits.
final class TraceParent {
    static final String HEADER = "traceparent";

    /// Version, trace id, parent id, flags. All zeros is no id, and ff no version; only a version to come may say more.
    private static final Pattern FORM = Pattern.compile(
            "(?!ff)(?!00.{53}.)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.{0,200})?");

    private TraceParent() {}

    /// The caller's trace; empty if it names none, or two, or what is none.
    static Optional<String> traceId(MultiMap headers) {
        if (!headers.contains(HEADER)) {
            return Optional.empty();
        }
        List<String> sent = headers.getAll(HEADER);
        return sent.size() == 1 ? traceId(sent.getFirst()) : Optional.empty();
    }

    static Optional<String> traceId(String header) {
        Matcher parts = FORM.matcher(header);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /// The id of a trace that begins here.
    static String newTraceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
    }
}
