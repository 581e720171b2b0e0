package org.identitybroker.emulator.credential;

import java.time.Clock;
import java.util.Optional;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.sigv4.AccessKeys;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.sigv4.Verdict;

/// Tells who signed a request to a service that takes temporary credentials too.
public final class Signers {
    private static final String SESSION_TOKEN = "X-Amz-Security-Token";

    private final SignatureVerifier signatures;
    private final Sessions sessions;
    private final Clock clock;

    /// @param service the signing name of the service, e.g. `sts`
    public Signers(String service, AccessKeys permanent, Sessions sessions, Clock clock) {
        this.signatures = new SignatureVerifier(
                service,
                id -> Sessions.isTemporary(id) ? Optional.of(sessions.secretOf(id)) : permanent.secretOf(id),
                clock);
        this.sessions = sessions;
        this.clock = clock;
    }

    public Signer of(Request request) {
        return switch (signatures.verify(request)) {
            case Verdict.Refused(Verdict.Reason reason, String message) -> new Signer.Refused(reason, message);
            case Verdict.Accepted(String accessKeyId, String region) ->
                Sessions.isTemporary(accessKeyId)
                        ? temporary(request, accessKeyId, region)
                        : new Signer.Permanent(accessKeyId, region);
        };
    }

    /// The token need not be among the signed headers: it is sealed to its access key, so no other fits.
    private Signer temporary(Request request, String accessKeyId, String region) {
        Optional<Session> session =
                request.headers().first(SESSION_TOKEN).flatMap(token -> sessions.find(accessKeyId, token));
        if (session.isEmpty()) {
            return new Signer.Refused(
                    Verdict.Reason.UNKNOWN_KEY, "The security token included in the request is invalid.");
        }
        if (session.get().isExpiredAt(clock.instant())) {
            return new Signer.Refused(
                    Verdict.Reason.EXPIRED_SESSION, "The security token included in the request is expired");
        }
        return new Signer.Temporary(accessKeyId, region, session.get());
    }
}
