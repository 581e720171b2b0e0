package org.identitybroker.emulator.s3;

import org.identitybroker.emulator.sigv4.SigningKey;

/// The chain of signatures of an upload in chunks: each is made over the one before it, beginning with the
/// request's (Amazon S3 API reference: "Transferring Payload in Multiple Chunks").
final class ChunkSignatures {
    private static final String EMPTY_SHA_256 = Digests.sha256Hex(new byte[0]);

    private final Signed signed;
    private String previous;

    ChunkSignatures(Signed signed) {
        this.signed = signed;
        this.previous = signed.signature().value();
    }

    void requireChunk(byte[] data, String signature) {
        require(sign("AWS4-HMAC-SHA256-PAYLOAD", EMPTY_SHA_256, Digests.sha256Hex(data)), signature);
    }

    /// @param trailers the lines as they are signed, each ended by a line feed
    void requireTrailers(byte[] trailers, String signature) {
        require(sign("AWS4-HMAC-SHA256-TRAILER", Digests.sha256Hex(trailers)), signature);
    }

    private String sign(String algorithm, String... hashes) {
        var claimed = signed.signature();
        String head = String.join(
                "\n", algorithm, claimed.time().text(), claimed.scope().withoutKey(), previous);
        return signed.key().sign(head + "\n" + String.join("\n", hashes));
    }

    private void require(String expected, String signature) {
        if (!SigningKey.isEqual(expected, signature)) {
            throw new S3Refusal(S3Error.SignatureDoesNotMatch);
        }
        previous = expected;
    }
}
