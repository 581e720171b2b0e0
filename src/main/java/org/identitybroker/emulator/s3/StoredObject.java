package org.identitybroker.emulator.s3;

import java.time.Instant;
import java.util.Map;

/// An object. Not a record: its content must not print itself.
final class StoredObject {
    private final byte[] content;
    private final String etag;
    private final ObjectChecksum checksum;
    private final Map<String, String> headers;
    private final Instant lastModified;

    /// @param headers those of the upload that come back with the content, names in lower case
    StoredObject(byte[] content, ObjectChecksum checksum, Map<String, String> headers, Instant lastModified) {
        this.content = content;
        this.etag = Digests.etag(content);
        this.checksum = checksum;
        this.headers = Map.copyOf(headers);
        this.lastModified = lastModified;
    }

    byte[] content() {
        return content;
    }

    String etag() {
        return etag;
    }

    ObjectChecksum checksum() {
        return checksum;
    }

    Map<String, String> headers() {
        return headers;
    }

    Instant lastModified() {
        return lastModified;
    }
}
