package org.identitybroker.emulator.sigv4;

import static org.identitybroker.emulator.sigv4.Verdict.Reason.INCOMPLETE;
import static org.identitybroker.emulator.sigv4.Verdict.Reason.INVALID;
import static org.identitybroker.emulator.sigv4.Verdict.Reason.MISSING;
import static org.identitybroker.emulator.sigv4.Verdict.Reason.UNKNOWN_KEY;

import java.time.Clock;
import java.util.Optional;
import org.identitybroker.emulator.http.Request;

/// Verifies that a request was signed with a known access key, for one service, within five minutes of now.
///
/// The texts are AWS's own; which of several faults is named first is this class's choice.
public final class SignatureVerifier {
    private static final String MISMATCH = "The request signature we calculated does not match the signature you "
            + "provided. Check your AWS Secret Access Key and signing method. "
            + "Consult the service documentation for details.";

    private final String service;
    private final SecretKeys keys;
    private final Clock clock;

    public SignatureVerifier(String service, SecretKeys keys, Clock clock) {
        this.service = service;
        this.keys = keys;
        this.clock = clock;
    }

    public Verdict verify(Request request) {
        Optional<String> header = request.headers().first("Authorization");
        if (header.isEmpty()) {
            return refused(MISSING, "Missing Authentication Token");
        }
        if (!Authorization.isSigV4(header.get())) {
            return refused(
                    INCOMPLETE, "Authorization header requires an '%s' signature.".formatted(Authorization.ALGORITHM));
        }
        String missing = Authorization.missing(header.get());
        if (!missing.isEmpty()) {
            return refused(INCOMPLETE, missing);
        }
        return Authorization.parse(header.get())
                .map(authorization -> verify(request, authorization))
                .orElseGet(() -> refused(INCOMPLETE, "Credential must have exactly 5 slash-delimited elements."));
    }

    private Verdict verify(Request request, Authorization authorization) {
        Optional<SigningTime> time = request.headers().first("X-Amz-Date").flatMap(SigningTime::parse);
        if (time.isEmpty()) {
            return refused(
                    INCOMPLETE, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        return scopeFault(authorization.scope(), time.get())
                .or(() -> time.get().skewFault(clock.instant()))
                .or(() -> hostFault(authorization))
                .<Verdict>map(fault -> new Verdict.Refused(INVALID, fault))
                .orElseGet(() -> verifySignature(request, authorization, time.get()));
    }

    private Optional<String> scopeFault(Scope scope, SigningTime time) {
        if (!scope.service().equals(service)) {
            return Optional.of("Credential should be scoped to correct service: '%s'.".formatted(service));
        }
        if (!scope.region().matches("[a-z]+(-[a-z]+)+-\\d+")) {
            return Optional.of("Credential should be scoped to a valid region.");
        }
        if (!scope.terminator().equals("aws4_request")) {
            return Optional.of("Credential should be scoped with a valid terminator: 'aws4_request'.");
        }
        return time.dateFault(scope.date());
    }

    private static Optional<String> hostFault(Authorization authorization) {
        return authorization.signedHeaders().contains("host")
                ? Optional.empty()
                : Optional.of("'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }

    private Verdict verifySignature(Request request, Authorization authorization, SigningTime time) {
        Scope scope = authorization.scope();
        Optional<String> secret = keys.secretOf(scope.accessKeyId());
        if (secret.isEmpty()) {
            return refused(UNKNOWN_KEY, "The security token included in the request is invalid.");
        }
        String canonicalHash = new CanonicalRequest(request, authorization.signedHeaders()).hash();
        String toSign = String.join("\n", Authorization.ALGORITHM, time.text(), scope.withoutKey(), canonicalHash);
        String expected = SigningKey.of(secret.get(), scope).sign(toSign);
        return SigningKey.isEqual(expected, authorization.signature())
                ? new Verdict.Accepted(scope.accessKeyId(), scope.region())
                : refused(INVALID, MISMATCH);
    }

    private static Verdict refused(Verdict.Reason reason, String message) {
        return new Verdict.Refused(reason, message);
    }
}
