package org.identitybroker.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.Headers;
import org.identitybroker.emulator.http.HttpDate;
import org.identitybroker.emulator.http.Reply.Answer;
import org.jspecify.annotations.Nullable;

/// What is done with objects.
final class ObjectOperations {
    private static final String METADATA_PREFIX = "x-amz-meta-";

    /// Amazon S3 user guide: "Working with object metadata".
    private static final int METADATA_BYTES_MAX = 2048;

    /// Kept as they are sent, and changed in one answer by `response-content-type` and so on.
    private static final List<String> CONTENT_HEADERS = List.of(
            "content-type", "content-language", "expires", "cache-control", "content-disposition", "content-encoding");

    private static final String CONTENT_TYPE_UNKNOWN = "binary/octet-stream";
    private static final String CHUNKED = "aws-chunked";

    private final Buckets buckets;
    private final Clock clock;

    ObjectOperations(Buckets buckets, Clock clock) {
        this.buckets = buckets;
        this.clock = clock;
    }

    Answer put(S3Request request, Payload payload) {
        Buckets.Bucket bucket = buckets.require(request.requireBucket());
        Headers headers = request.headers();
        ObjectChecksum checksum = ObjectChecksum.verified(headers, payload);
        var object = new StoredObject(
                payload.bytes(), checksum, kept(headers), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        buckets.put(bucket, request.requireKey(), object, new Preconditions(headers)::allowWriting);

        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("ETag", object.etag());
        addChecksum(answer, checksum);
        return new Answer(200, answer, Body.empty());
    }

    Answer get(S3Request request) {
        StoredObject object = find(request).orElseThrow(() -> noSuchKey(request));
        Map<String, String> headers = headers(request, object);
        if (!new Preconditions(request.headers()).allowReading(object)) {
            return new Answer(304, Map.of("ETag", object.etag()), Body.empty());
        }
        int length = object.content().length;
        Optional<ByteRange> range = request.headers().first("Range").flatMap(header -> ByteRange.of(header, length));
        if (range.isEmpty()) {
            if (request.headers()
                    .first("x-amz-checksum-mode")
                    .filter("ENABLED"::equals)
                    .isPresent()) {
                addChecksum(headers, object.checksum());
            }
            return answer(200, request, headers, object.content());
        }
        headers.put("Content-Range", range.get().contentRange(length));
        byte[] part = Arrays.copyOfRange(
                object.content(), range.get().first(), range.get().last() + 1);
        return answer(206, request, headers, part);
    }

    Answer delete(S3Request request) {
        buckets.delete(buckets.require(request.requireBucket()), request.requireKey());
        return new Answer(204, Map.of(), Body.empty());
    }

    Optional<StoredObject> find(S3Request request) {
        return buckets.require(request.requireBucket()).find(request.requireKey());
    }

    private static S3Refusal noSuchKey(S3Request request) {
        return new S3Refusal(S3Error.NoSuchKey).with("Key", request.requireKey());
    }

    /// HEAD has the length of what GET answers, and nothing of it.
    private static Answer answer(int status, S3Request request, Map<String, String> headers, byte[] content) {
        if (request.method().equals("HEAD")) {
            headers.put("Content-Length", String.valueOf(content.length));
            return new Answer(status, headers, Body.empty());
        }
        return new Answer(status, headers, Body.of(content));
    }

    private static Map<String, String> headers(S3Request request, StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>(object.headers());
        for (String name : CONTENT_HEADERS) {
            request.query()
                    .first("response-" + name)
                    .filter(value -> value.matches("[ -~]*"))
                    .ifPresent(value -> headers.put(name, value));
        }
        headers.put("ETag", object.etag());
        headers.put("Last-Modified", HttpDate.of(object.lastModified()));
        headers.put("Accept-Ranges", "bytes");
        return headers;
    }

    private static void addChecksum(Map<String, String> headers, ObjectChecksum checksum) {
        headers.put(checksum.algorithm().header(), checksum.value());
        headers.put("x-amz-checksum-type", "FULL_OBJECT");
    }

    private static Map<String, String> kept(Headers headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("content-type", CONTENT_TYPE_UNKNOWN);
        CONTENT_HEADERS.forEach(name -> headers.first(name).ifPresent(value -> kept.put(name, value)));
        kept.computeIfPresent("content-encoding", (_, encoding) -> withoutChunking(encoding));
        int metadataBytes = 0;
        for (String name : headers.names()) {
            if (name.startsWith(METADATA_PREFIX)) {
                String value = String.join(",", headers.all(name));
                metadataBytes += name.length() - METADATA_PREFIX.length() + value.getBytes(UTF_8).length;
                kept.put(name, value);
            }
        }
        if (metadataBytes > METADATA_BYTES_MAX) {
            throw new S3Refusal(S3Error.MetadataTooLarge).with("MaxSizeAllowed", String.valueOf(METADATA_BYTES_MAX));
        }
        return kept;
    }

    /// How an upload was cut is not part of the object.
    private static @Nullable String withoutChunking(String encoding) {
        String rest = Arrays.stream(encoding.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.equals(CHUNKED))
                .collect(Collectors.joining(","));
        return rest.isEmpty() ? null : rest;
    }
}
