package org.identitybroker.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One page of a bucket (Amazon S3 API reference: "ListObjectsV2").
///
/// @param next where the following page begins; empty on the last one
record Listing(List<Map.Entry<String, StoredObject>> contents, List<String> commonPrefixes, Optional<Token> next) {
    /// What is asked for.
    ///
    /// @param delimiter empty for none
    /// @param after only keys behind this one
    record Order(String prefix, String delimiter, Token after, int keysMax) {}

    /// Up to where the pages so far went.
    ///
    /// @param isPrefix whether everything that begins with it has been answered, as one common prefix
    record Token(String value, boolean isPrefix) {
        static Token startAfter(String key) {
            return new Token(key, false);
        }

        String text() {
            String kind = isPrefix ? "p" : "k";
            return Base64.getUrlEncoder().withoutPadding().encodeToString((kind + value).getBytes(UTF_8));
        }

        static Token parse(String text) {
            try {
                String decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
                if (decoded.startsWith("p") || decoded.startsWith("k")) {
                    return new Token(decoded.substring(1), decoded.startsWith("p"));
                }
            } catch (IllegalArgumentException foreign) {
                // Said below, as for a token that is base64 and nothing else.
            }
            throw new S3Refusal(S3Error.InvalidArgument, "The continuation token provided is incorrect")
                    .with("ArgumentName", "continuation-token");
        }

        private boolean covers(String key) {
            return isPrefix && key.startsWith(value);
        }
    }

    static Listing of(Buckets.Bucket bucket, Order order) {
        List<Map.Entry<String, StoredObject>> contents = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Token last = order.after();
        var candidates = bucket.after(order.after().value())
                .filter(entry -> entry.getKey().startsWith(order.prefix()))
                .iterator();
        while (candidates.hasNext()) {
            var entry = candidates.next();
            if (last.covers(entry.getKey())) {
                continue;
            }
            if (contents.size() + prefixes.size() >= order.keysMax()) {
                // A page without room is the whole answer: there is nothing from which to go on.
                return new Listing(contents, prefixes, order.keysMax() > 0 ? Optional.of(last) : Optional.empty());
            }
            Optional<String> common = commonPrefix(entry.getKey(), order);
            common.ifPresentOrElse(prefixes::add, () -> contents.add(entry));
            last = common.map(prefix -> new Token(prefix, true)).orElseGet(() -> Token.startAfter(entry.getKey()));
        }
        return new Listing(contents, prefixes, Optional.empty());
    }

    private static Optional<String> commonPrefix(String key, Order order) {
        int end = order.delimiter().isEmpty()
                ? -1
                : key.indexOf(order.delimiter(), order.prefix().length());
        return end < 0
                ? Optional.empty()
                : Optional.of(key.substring(0, end + order.delimiter().length()));
    }
}
