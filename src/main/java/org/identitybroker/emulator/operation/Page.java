package org.identitybroker.emulator.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Refusal;

/// A page of a sorted list. `NextToken` names the last item shown, so that nothing is shown twice or left out
/// when items come and go between two calls.
record Page<T>(List<T> items, Optional<String> next) {
    private static final String MARK = "after:";

    /// The item after which the page begins; empty for the first page.
    static String after(Input input) {
        return input.optionalText("NextToken").map(Page::decoded).orElse("");
    }

    /// @param rest the items that follow [#after], sorted
    /// @param key what an item is sorted by
    static <T> Page<T> of(Stream<T> rest, long size, Function<T, String> key) {
        List<T> items = rest.limit(size + 1).toList();
        if (items.size() <= size) {
            return new Page<>(items, Optional.empty());
        }
        List<T> shown = items.subList(0, items.size() - 1);
        return new Page<>(shown, Optional.of(encoded(key.apply(shown.getLast()))));
    }

    void addNextTo(ObjectNode output) {
        next.ifPresent(token -> output.put("NextToken", token));
    }

    private static String encoded(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + last).getBytes(UTF_8));
    }

    private static String decoded(String token) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(token), UTF_8);
            if (decoded.startsWith(MARK)) {
                return decoded.substring(MARK.length());
            }
        } catch (IllegalArgumentException foreign) {
            // Refused below, like any other token that is not from here.
        }
        throw Refusal.invalidParameter("Invalid NextToken.");
    }
}
