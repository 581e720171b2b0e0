package org.identitybroker.emulator.s3;

import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.sigv4.SigningKey;

/// Reads what a request carries, in each of the ways that `x-amz-content-sha256` announces (Amazon S3 API
/// reference: "Common request headers", "Signature calculations for the Authorization header").
final class PayloadReader {
    static final String HASH_HEADER = "x-amz-content-sha256";

    /// The largest object. Real ones reach 5 GiB in one request; here they are in memory.
    static final int OBJECT_BYTES_MAX = 16 * 1024 * 1024;

    private PayloadReader() {}

    static Payload read(S3Request request, Signed signed) {
        byte[] body = request.body().bytes();
        Payload payload = switch (signed.payloadHash()) {
            case "UNSIGNED-PAYLOAD" -> new Payload(body, Map.of());
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> chunked(request, Optional.empty());
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                chunked(request, Optional.of(new ChunkSignatures(signed)));
            default -> hashed(body, signed.payloadHash());
        };
        if (payload.bytes().length > OBJECT_BYTES_MAX) {
            throw tooLarge();
        }
        return payload;
    }

    static S3Refusal tooLarge() {
        return new S3Refusal(S3Error.EntityTooLarge).with("MaxSizeAllowed", String.valueOf(OBJECT_BYTES_MAX));
    }

    private static Payload hashed(byte[] body, String hash) {
        if (!hash.matches("[0-9a-fA-F]{64}")) {
            throw new S3Refusal(
                    S3Error.InvalidArgument,
                    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                            + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
                            + "or a valid sha256 value.");
        }
        String computed = Digests.sha256Hex(body);
        if (!SigningKey.isEqual(computed, hash)) {
            throw new S3Refusal(S3Error.XAmzContentSHA256Mismatch)
                    .with("ClientComputedContentSHA256", hash)
                    .with("S3ComputedContentSHA256", computed);
        }
        return new Payload(body, Map.of());
    }

    private static Payload chunked(S3Request request, Optional<ChunkSignatures> signatures) {
        long announced = request.headers()
                .first("x-amz-decoded-content-length")
                .filter(length -> length.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> new S3Refusal(S3Error.MissingContentLength));
        if (announced > OBJECT_BYTES_MAX) {
            throw tooLarge();
        }
        Payload payload = new ChunkedBody(request.body().bytes(), signatures).read();
        if (payload.bytes().length != announced) {
            throw new S3Refusal(
                    S3Error.IncompleteBody,
                    "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
        return payload;
    }
}
