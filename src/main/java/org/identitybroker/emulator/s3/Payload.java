package org.identitybroker.emulator.s3;

import java.util.Map;

/// The content of a request without its wrapping. Not a record: the content must not print itself.
final class Payload {
    private final byte[] bytes;
    private final Map<String, String> trailers;

    Payload(byte[] bytes, Map<String, String> trailers) {
        this.bytes = bytes;
        this.trailers = Map.copyOf(trailers);
    }

    /// The bytes themselves, not a copy.
    byte[] bytes() {
        return bytes;
    }

    /// Headers that came after the content, names in lower case.
    Map<String, String> trailers() {
        return trailers;
    }
}
