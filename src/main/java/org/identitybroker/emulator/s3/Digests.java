package org.identitybroker.emulator.s3;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The digests of an object.
final class Digests {
    private Digests() {}

    static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String sha256Hex(byte[] data) {
        return HexFormat.of().formatHex(digest("SHA-256", data));
    }

    /// The quoted MD5 of the content (Amazon S3 API reference: "Common response headers", ETag).
    static String etag(byte[] data) {
        return '"' + HexFormat.of().formatHex(digest("MD5", data)) + '"';
    }
}
