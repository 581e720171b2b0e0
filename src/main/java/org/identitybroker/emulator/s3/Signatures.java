package org.identitybroker.emulator.s3;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.identitybroker.emulator.iam.Principal;
import org.identitybroker.emulator.principal.Finding;
import org.identitybroker.emulator.principal.Principals;
import org.identitybroker.emulator.sigv4.CanonicalRequest;
import org.identitybroker.emulator.sigv4.ClaimedSignature;
import org.identitybroker.emulator.sigv4.SigningKey;

/// Verifies who signed a request, in the header or in a presigned URL, by the rules that only S3 has
/// (Amazon S3 API reference: "Authenticating Requests (AWS Signature Version 4)").
final class Signatures {
    static final String SERVICE = "s3";

    /// Amazon S3 API reference: "RequestTimeTooSkewed"; other services allow less.
    private static final Duration SKEW_MAX = Duration.ofMinutes(15);

    private final Principals principals;
    private final Clock clock;

    Signatures(Principals principals, Clock clock) {
        this.principals = principals;
        this.clock = clock;
    }

    /// Empty for a request that is not signed at all.
    Optional<Signed> verify(S3Request request) {
        boolean inHeader = request.headers().first("Authorization").isPresent();
        boolean presigned = Presigned.is(request.query());
        if (inHeader && presigned) {
            throw new S3Refusal(
                    S3Error.InvalidArgument,
                    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string "
                            + "parameter or the Authorization header should be specified");
        }
        if (!inHeader && !presigned) {
            requireNoOldSignature(request);
            return Optional.empty();
        }
        return Optional.of(presigned ? verifyPresigned(request) : verifyHeader(request));
    }

    /// Signature Version 2, with which some SDKs still presign if they know nothing of the endpoint.
    private static void requireNoOldSignature(S3Request request) {
        if (request.query().has("AWSAccessKeyId") && request.query().has("Signature")) {
            throw unsupportedMechanism();
        }
    }

    private static S3Refusal unsupportedMechanism() {
        return new S3Refusal(
                S3Error.InvalidRequest,
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
    }

    private Signed verifyHeader(S3Request request) {
        ClaimedSignature claimed = claimedInHeader(request);
        requireScope(claimed, S3Error.AuthorizationHeaderMalformed, "The authorization header is malformed; ");
        if (Duration.between(claimed.time().instant(), clock.instant()).abs().compareTo(SKEW_MAX) > 0) {
            throw new S3Refusal(S3Error.RequestTimeTooSkewed)
                    .with("RequestTime", claimed.time().text())
                    .with("ServerTime", clock.instant().toString())
                    .with("MaxAllowedSkewMilliseconds", String.valueOf(SKEW_MAX.toMillis()));
        }
        String payloadHash = request.headers()
                .first(PayloadReader.HASH_HEADER)
                .orElseThrow(() -> new S3Refusal(
                        S3Error.InvalidRequest, "Missing required header for this request: x-amz-content-sha256"));
        return verified(request, claimed, payloadHash, request.headers().first("X-Amz-Security-Token"));
    }

    private Signed verifyPresigned(S3Request request) {
        var presigned = Presigned.of(request.query());
        requireScope(presigned.signature(), S3Error.AuthorizationQueryParametersError, "Error parsing the ");
        presigned.requireCurrent(clock.instant(), SKEW_MAX);
        return verified(request, presigned.signature(), presigned.payloadHash(request), presigned.sessionToken());
    }

    private static ClaimedSignature claimedInHeader(S3Request request) {
        String header = request.headers().first("Authorization").orElse("");
        if (!header.startsWith(ClaimedSignature.ALGORITHM + " ")) {
            throw unsupportedMechanism();
        }
        if (request.headers().first("X-Amz-Date").isEmpty()) {
            throw new S3Refusal(S3Error.AccessDenied, "AWS authentication requires a valid Date or x-amz-date header");
        }
        return ClaimedSignature.inHeader(request.signed())
                .orElseThrow(() -> new S3Refusal(S3Error.AuthorizationHeaderMalformed));
    }

    private static void requireScope(ClaimedSignature claimed, S3Error error, String beginning) {
        var scope = claimed.scope();
        if (!scope.service().equals(SERVICE)) {
            throw new S3Refusal(
                    error,
                    beginning
                            + "incorrect service \"%s\". This endpoint belongs to \"s3\".".formatted(scope.service()));
        }
        if (!claimed.time().text().startsWith(scope.date())
                || !scope.terminator().equals("aws4_request")) {
            throw new S3Refusal(
                    error,
                    beginning
                            + "Invalid credential date \"%s\". This date is not the same as X-Amz-Date: \"%s\"."
                                    .formatted(scope.date(), claimed.time().text()));
        }
    }

    private Signed verified(
            S3Request request, ClaimedSignature claimed, String payloadHash, Optional<String> sessionToken) {
        requireEverythingSigned(request, claimed);
        String accessKeyId = claimed.scope().accessKeyId();
        String secret = principals.secretOf(accessKeyId).orElseThrow(() -> unknownKey(accessKeyId));
        Principal principal = principal(accessKeyId, sessionToken);
        SigningKey key = SigningKey.of(secret, claimed.scope());
        var canonical = new CanonicalRequest(request.signed(), claimed.signedHeaders(), payloadHash);
        String toSign = claimed.stringToSign(canonical);
        if (!SigningKey.isEqual(key.sign(toSign), claimed.value())) {
            throw new S3Refusal(S3Error.SignatureDoesNotMatch)
                    .with("AWSAccessKeyId", accessKeyId)
                    .with("StringToSign", toSign)
                    .with("SignatureProvided", claimed.value())
                    .with("CanonicalRequest", canonical.text());
        }
        return new Signed(principal, claimed, key, payloadHash);
    }

    /// A header that S3 acts upon must not be added by somebody else. What stands for the body is in the
    /// signature anyway.
    private static void requireEverythingSigned(S3Request request, ClaimedSignature claimed) {
        for (String name : request.headers().names()) {
            boolean needsSignature = name.equals("host") || name.startsWith("x-amz-");
            if (needsSignature
                    && !name.equals(PayloadReader.HASH_HEADER)
                    && !claimed.signedHeaders().contains(name)) {
                throw new S3Refusal(
                                S3Error.AccessDenied, "There were headers present in the request which were not signed")
                        .with("HeadersNotSigned", name);
            }
        }
    }

    private Principal principal(String accessKeyId, Optional<String> sessionToken) {
        return switch (principals.find(accessKeyId, sessionToken)) {
            case Finding.Known known -> known.principal();
            case Finding.UnknownKey() -> throw unknownKey(accessKeyId);
            case Finding.InvalidToken() -> throw new S3Refusal(S3Error.InvalidToken);
            case Finding.Expired() -> throw new S3Refusal(S3Error.ExpiredToken);
        };
    }

    private static S3Refusal unknownKey(String accessKeyId) {
        return new S3Refusal(S3Error.InvalidAccessKeyId).with("AWSAccessKeyId", accessKeyId);
    }
}
