package org.identitybroker.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.Headers;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.http.UriEncoding;

/// A request in path style, taken apart. A key is what is left after the bucket and one slash, decoded once
/// and never normalised: `..`, `//` and an encoded slash are characters like others (Amazon S3 user guide:
/// "Naming Amazon S3 objects").
///
/// @param path as sent, decoded
/// @param bucket empty for the service itself
/// @param key empty for a bucket itself
record S3Request(
        String method,
        String path,
        Optional<String> bucket,
        Optional<String> key,
        Query query,
        Headers headers,
        Body body) {
    /// Amazon S3 user guide: "Naming Amazon S3 objects".
    private static final int KEY_BYTES_MAX = 1024;

    static S3Request of(Request request) {
        try {
            String path = UriEncoding.decode(request.path());
            String rest = path.startsWith("/") ? path.substring(1) : path;
            int slash = rest.indexOf('/');
            return new S3Request(
                    request.method(),
                    path,
                    rest.isEmpty() ? Optional.empty() : Optional.of(slash < 0 ? rest : rest.substring(0, slash)),
                    slash < 0 || slash == rest.length() - 1 ? Optional.empty() : key(rest.substring(slash + 1)),
                    Query.parse(request.query()),
                    request.headers(),
                    request.body());
        } catch (IllegalArgumentException malformed) {
            throw new S3Refusal(S3Error.InvalidURI);
        }
    }

    private static Optional<String> key(String key) {
        if (key.getBytes(UTF_8).length > KEY_BYTES_MAX) {
            throw new S3Refusal(S3Error.KeyTooLongError).with("MaxSizeAllowed", String.valueOf(KEY_BYTES_MAX));
        }
        return Optional.of(key);
    }

    String requireBucket() {
        return bucket.orElseThrow(() -> new S3Refusal(S3Error.MethodNotAllowed));
    }

    String requireKey() {
        return key.orElseThrow(() -> new S3Refusal(S3Error.MethodNotAllowed));
    }

    /// The request as S3 signs it: path and query decoded and encoded once, unlike in other services, where
    /// the path is encoded twice (Amazon S3 API reference: "Authenticating Requests").
    Request signed() {
        return new Request(method, UriEncoding.encodePath(path), query.signed(), headers, body);
    }
}
