package org.identitybroker.emulator.sigv4;

import java.util.List;
import java.util.Optional;
import org.identitybroker.emulator.http.Request;

/// A Signature Version 4 as a request presents it, not yet verified: for services with rules of their own.
public record ClaimedSignature(Scope scope, List<String> signedHeaders, String value, SigningTime time) {
    public static final String ALGORITHM = Authorization.ALGORITHM;

    /// Empty if the header is of another kind, or the header or the time is missing or malformed.
    public static Optional<ClaimedSignature> inHeader(Request request) {
        Optional<SigningTime> time = request.headers().first("X-Amz-Date").flatMap(SigningTime::parse);
        return time.flatMap(moment -> authorization(request)
                .map(found -> new ClaimedSignature(found.scope(), found.signedHeaders(), found.signature(), moment)));
    }

    /// Of a presigned URL; empty if the credential has not its five parts or the time is malformed.
    public static Optional<ClaimedSignature> presigned(
            String credential, String signedHeaders, String signature, String date) {
        return Scope.parse(credential)
                .flatMap(scope -> SigningTime.parse(date)
                        .map(time -> new ClaimedSignature(scope, List.of(signedHeaders.split(";")), signature, time)));
    }

    /// For which service the header says that it was signed.
    public static Optional<String> serviceInHeader(Request request) {
        return authorization(request).map(found -> found.scope().service());
    }

    /// The text that is signed.
    public String stringToSign(CanonicalRequest canonical) {
        return String.join("\n", ALGORITHM, time.text(), scope.withoutKey(), canonical.hash());
    }

    private static Optional<Authorization> authorization(Request request) {
        return request.headers()
                .first("Authorization")
                .filter(Authorization::isSigV4)
                .flatMap(Authorization::parse);
    }
}
