package org.identitybroker.exchange;

import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.identitybroker.problem.RefusedException;

/// The parameters of a query, decoded as strictly as a body: what is not UTF-8 would otherwise become replacement
/// characters, and one user id another.
public final class QueryParameters {
    private static final int NAME_LENGTH_MAX = 64;
    private static final Pattern LIMIT = Pattern.compile("\\d{1,6}");

    private final Map<String, String> values = new HashMap<>();

    /// @param known the names that the request may have
    /// @throws RefusedException `invalid-request`
    public QueryParameters(HttpServerRequest request, Set<String> known) {
        String query = request.query();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                if (!pair.isEmpty()) {
                    add(pair, known);
                }
            }
        }
    }

    /// The value, decoded; empty if the request does not have it.
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// The parameter `limit`, the most rows of a page.
    ///
    /// @throws RefusedException `invalid-request`
    public int limit(int usual, int most) {
        return find("limit").map(text -> limitOf(text, most)).orElse(usual);
    }

    private static int limitOf(String text, int most) {
        int limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > most) {
            throw RefusedException.invalid("limit", "must be a number from 1 to " + most);
        }
        return limit;
    }

    private void add(String pair, Set<String> known) {
        int split = pair.indexOf('=');
        String name = split < 0 ? pair : pair.substring(0, split);
        if (!known.contains(name)) {
            throw RefusedException.invalid(
                    name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX)), "is not a parameter of this request");
        }
        if (values.put(name, decoded(name, split < 0 ? "" : pair.substring(split + 1))) != null) {
            throw RefusedException.invalid(name, "is given twice");
        }
    }

    /// As HTML forms write it: `+` is a space.
    private static String decoded(String name, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '%') {
                bytes.write(octet(name, text, i + 1));
                i += 2;
            } else if (next >= 0x80) {
                throw notUtf8(name);
            } else {
                bytes.write(next == '+' ? ' ' : next);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw notUtf8(name);
        }
    }

    private static int octet(String name, String text, int at) {
        if (at + 2 > text.length()
                || !HexFormat.isHexDigit(text.charAt(at))
                || !HexFormat.isHexDigit(text.charAt(at + 1))) {
            throw notUtf8(name);
        }
        return HexFormat.fromHexDigits(text, at, at + 2);
    }

    private static RefusedException notUtf8(String name) {
        return RefusedException.invalid(name, "is not percent-encoded UTF-8");
    }
}
