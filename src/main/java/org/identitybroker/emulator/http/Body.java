package org.identitybroker.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The bytes of a request or a reply. Not a record, because bodies hold tokens and must not print themselves.
public final class Body {
    private static final Body EMPTY = new Body(new byte[0]);

    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Body empty() {
        return EMPTY;
    }

    /// Takes the array as it is; the caller must not change it afterwards.
    public static Body of(byte[] bytes) {
        return new Body(bytes);
    }

    public static Body of(String text) {
        return new Body(text.getBytes(UTF_8));
    }

    /// The bytes themselves, not a copy.
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Body[" + bytes.length + " bytes]";
    }
}
