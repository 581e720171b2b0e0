package org.identitybroker.emulator.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// Percent-encoding as AWS does it: everything but letters, digits and `-._~` (Amazon S3 API reference:
/// "Authenticating Requests: Using the Authorization Header", UriEncode).
public final class UriEncoding {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final int HEX = 16;

    private UriEncoding() {}

    public static String encode(String text) {
        return encode(text, "");
    }

    /// Leaves slashes as they are, for paths.
    public static String encodePath(String path) {
        return encode(path, "/");
    }

    private static String encode(String text, String kept) {
        var encoded = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (UNRESERVED.indexOf(character) >= 0 || kept.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append("%%%02X".formatted((int) character));
            }
        }
        return encoded.toString();
    }

    /// @throws IllegalArgumentException if an escape is malformed, or the bytes are no UTF-8
    public static String decode(String encoded) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        byte[] given = encoded.getBytes(ISO_8859_1);
        for (int at = 0; at < given.length; at++) {
            if (given[at] == '%') {
                bytes.write(digit(given, at + 1) * HEX + digit(given, at + 2));
                at += 2;
            } else {
                bytes.write(given[at]);
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("not UTF-8", malformed);
        }
    }

    private static int digit(byte[] given, int at) {
        int digit = at < given.length ? Character.digit(given[at], HEX) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException("a malformed escape");
        }
        return digit;
    }
}
