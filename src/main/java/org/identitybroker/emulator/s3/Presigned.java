package org.identitybroker.emulator.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.identitybroker.emulator.sigv4.ClaimedSignature;

/// The signature of a presigned URL (Amazon S3 API reference: "Authenticating Requests: Using Query
/// Parameters").
record Presigned(ClaimedSignature signature, Duration lifetime, Optional<String> sessionToken) {
    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    private static final String EXPIRES = "X-Amz-Expires";
    private static final List<String> NEEDED = List.of(
            "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", EXPIRES);

    /// A week, Amazon's longest.
    private static final long SECONDS_MAX = 604_800;

    static boolean is(Query query) {
        return query.has("X-Amz-Algorithm") || query.has("X-Amz-Credential") || query.has("X-Amz-Signature");
    }

    /// For which service the URL says that it was signed.
    static Optional<String> service(Query query) {
        return claimed(query).map(claimed -> claimed.scope().service());
    }

    static Presigned of(Query query) {
        if (!NEEDED.stream().allMatch(query::has)) {
            throw new S3Refusal(S3Error.AuthorizationQueryParametersError);
        }
        if (!query.first("X-Amz-Algorithm")
                .filter(ClaimedSignature.ALGORITHM::equals)
                .isPresent()) {
            throw mistake("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\" and \"AWS4-ECDSA-P256-SHA256\"");
        }
        ClaimedSignature signature = claimed(query)
                .orElseThrow(() -> mistake("Error parsing the X-Amz-Credential or X-Amz-Date parameter."));
        return new Presigned(signature, lifetime(query), query.first("X-Amz-Security-Token"));
    }

    private static Optional<ClaimedSignature> claimed(Query query) {
        return ClaimedSignature.presigned(
                query.first("X-Amz-Credential").orElse(""),
                query.first("X-Amz-SignedHeaders").orElse(""),
                query.first("X-Amz-Signature").orElse(""),
                query.first("X-Amz-Date").orElse(""));
    }

    private static Duration lifetime(Query query) {
        String given = query.first(EXPIRES).orElse("");
        if (!given.matches("-?\\d{1,18}")) {
            throw mistake("X-Amz-Expires should be a number");
        }
        long seconds = Long.parseLong(given);
        if (seconds < 1) {
            throw mistake("X-Amz-Expires must be non-negative");
        }
        if (seconds > SECONDS_MAX) {
            throw mistake("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must "
                    + "be less than 604800 seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private static S3Refusal mistake(String text) {
        return new S3Refusal(S3Error.AuthorizationQueryParametersError, text);
    }

    void requireCurrent(Instant now, Duration skewMax) {
        Instant begin = signature.time().instant();
        if (begin.isAfter(now.plus(skewMax))) {
            throw new S3Refusal(S3Error.AccessDenied, "Request is not yet valid");
        }
        Instant end = begin.plus(lifetime);
        if (!now.isBefore(end)) {
            throw new S3Refusal(S3Error.AccessDenied, "Request has expired")
                    .with(EXPIRES, String.valueOf(lifetime.toSeconds()))
                    .with("Expires", end.toString())
                    .with("ServerTime", now.toString());
        }
    }

    /// The body of an upload is usually not known when the URL is made.
    String payloadHash(S3Request request) {
        return request.query()
                .first("X-Amz-Content-Sha256")
                .or(() -> request.headers().first(PayloadReader.HASH_HEADER))
                .orElse(UNSIGNED_PAYLOAD);
    }
}
