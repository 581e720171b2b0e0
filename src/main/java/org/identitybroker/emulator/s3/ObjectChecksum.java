package org.identitybroker.emulator.s3;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.http.Headers;

/// The checksum that is kept with an object: the client's if it sent one, else a CRC-64, as S3 does.
///
/// @param value in base64
record ObjectChecksum(ChecksumAlgorithm algorithm, String value) {
    private static final String MD5_HEADER = "content-md5";
    private static final int MD5_BYTES = 16;

    /// Refuses content that differs from what the client meant to send; whatever it says in several ways
    /// must all be right.
    static ObjectChecksum verified(Headers headers, Payload payload) {
        requireMd5(headers, payload.bytes());
        Map<ChecksumAlgorithm, String> declared = declared(headers, payload);
        declared.forEach((algorithm, value) -> require(algorithm, value, payload.bytes()));
        return declared.entrySet().stream()
                .findFirst()
                .map(entry -> new ObjectChecksum(entry.getKey(), entry.getValue()))
                .orElseGet(() -> computed(ChecksumAlgorithm.CRC64NVME, payload.bytes()));
    }

    private static ObjectChecksum computed(ChecksumAlgorithm algorithm, byte[] data) {
        return new ObjectChecksum(algorithm, Base64.getEncoder().encodeToString(algorithm.of(data)));
    }

    private static Map<ChecksumAlgorithm, String> declared(Headers headers, Payload payload) {
        Map<ChecksumAlgorithm, String> declared = new HashMap<>();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            Optional.ofNullable(payload.trailers().get(algorithm.header()))
                    .or(() -> headers.first(algorithm.header()))
                    .ifPresent(value -> declared.put(algorithm, value));
        }
        return declared;
    }

    private static void require(ChecksumAlgorithm algorithm, String value, byte[] data) {
        byte[] expected = algorithm.of(data);
        byte[] given = decoded(value);
        if (given.length != expected.length) {
            throw new S3Refusal(
                    S3Error.InvalidRequest, "Value for %s header is invalid.".formatted(algorithm.header()));
        }
        if (!Arrays.equals(expected, given)) {
            throw new S3Refusal(
                    S3Error.BadDigest,
                    "The %s you specified did not match the calculated checksum.".formatted(algorithm));
        }
    }

    private static void requireMd5(Headers headers, byte[] data) {
        Optional<byte[]> given = headers.first(MD5_HEADER).map(ObjectChecksum::decoded);
        if (given.isEmpty()) {
            return;
        }
        if (given.get().length != MD5_BYTES) {
            throw new S3Refusal(S3Error.InvalidDigest);
        }
        if (!Arrays.equals(given.get(), Digests.digest("MD5", data))) {
            throw new S3Refusal(S3Error.BadDigest);
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new S3Refusal(S3Error.InvalidDigest);
        }
    }
}
