package org.identitybroker.emulator.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A body in `aws-chunked` encoding: chunks of `size;chunk-signature=…`, an empty one, then perhaps
/// trailing headers (Amazon S3 API reference: "Transferring Payload in Multiple Chunks", "… Including
/// Trailing Headers").
final class ChunkedBody {
    private static final String SIGNATURE_PARAMETER = "chunk-signature=";
    private static final String SIGNATURE_TRAILER = "x-amz-trailer-signature";
    private static final int HEX = 16;

    private final byte[] body;
    private final Optional<ChunkSignatures> signatures;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private int at;

    ChunkedBody(byte[] body, Optional<ChunkSignatures> signatures) {
        this.body = body;
        this.signatures = signatures;
    }

    Payload read() {
        boolean more = true;
        while (more) {
            more = readChunk();
        }
        return new Payload(content.toByteArray(), readTrailers());
    }

    private boolean readChunk() {
        String[] head = line().split(";", 2);
        if (!head[0].matches("[0-9a-fA-F]{1,7}")) {
            throw incomplete();
        }
        int size = Integer.parseInt(head[0], HEX);
        if (size > body.length - at) {
            throw incomplete();
        }
        byte[] data = Arrays.copyOfRange(body, at, at + size);
        at += size;
        signatures.ifPresent(chain -> chain.requireChunk(data, signature(head)));
        content.writeBytes(data);
        if (size > 0 && !line().isEmpty()) {
            throw incomplete();
        }
        return size > 0;
    }

    private static String signature(String[] head) {
        if (head.length < 2 || !head[1].startsWith(SIGNATURE_PARAMETER)) {
            throw new S3Refusal(S3Error.SignatureDoesNotMatch);
        }
        return head[1].substring(SIGNATURE_PARAMETER.length());
    }

    private Map<String, String> readTrailers() {
        Map<String, String> trailers = new LinkedHashMap<>();
        while (at < body.length) {
            String line = line();
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            } else if (!line.isBlank()) {
                throw incomplete();
            }
        }
        Optional<String> signature = Optional.ofNullable(trailers.remove(SIGNATURE_TRAILER));
        // Unsigned, a checksum behind a signed upload could be put there by anybody.
        if (!trailers.isEmpty()) {
            signatures.ifPresent(chain -> chain.requireTrailers(signedText(trailers), signature.orElse("")));
        }
        return trailers;
    }

    private static byte[] signedText(Map<String, String> trailers) {
        var text = new StringBuilder();
        trailers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.toString().getBytes(ISO_8859_1);
    }

    /// Up to the next line feed. The documentation ends a trailer with one alone, clients write a carriage
    /// return before it.
    private String line() {
        for (int end = at; end < body.length; end++) {
            if (body[end] == '\n') {
                int length = end > at && body[end - 1] == '\r' ? end - 1 - at : end - at;
                String line = new String(body, at, length, ISO_8859_1);
                at = end + 1;
                return line;
            }
        }
        throw incomplete();
    }

    private static S3Refusal incomplete() {
        return new S3Refusal(S3Error.IncompleteBody);
    }
}
