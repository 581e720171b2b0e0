package org.identitybroker.emulator.sts;

import org.identitybroker.emulator.credential.AssumedRole;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.principal.Finding;
import org.identitybroker.emulator.principal.Principals;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.sigv4.Verdict;

/// Tells who signed the call: GetCallerIdentity.
public final class CallerIdentity {
    private final SignatureVerifier signatures;
    private final Principals principals;
    private final String accountId;

    /// @param signatures of service `sts`, by the keys of these principals
    public CallerIdentity(SignatureVerifier signatures, Principals principals, String accountId) {
        this.signatures = signatures;
        this.principals = principals;
        this.accountId = accountId;
    }

    Xml answer(Request request) {
        String accessKeyId = signer(request);
        return switch (principals.find(accessKeyId, request.headers().first("X-Amz-Security-Token"))) {
            case Finding.Known(var principal, var session) ->
                session.map(found -> role(found.role())).orElseGet(() -> user(principal.arn(), accessKeyId));
            case Finding.UnknownKey(), Finding.InvalidToken() ->
                throw new StsRefusal(
                        StsError.INVALID_CLIENT_TOKEN_ID, "The security token included in the request is invalid.");
            case Finding.Expired() ->
                throw new StsRefusal(StsError.EXPIRED_TOKEN, "The security token included in the request is expired");
        };
    }

    /// Good for nothing until the principal is found, too.
    private String signer(Request request) {
        return switch (signatures.verify(request)) {
            case Verdict.Accepted(String accessKeyId, String _) -> accessKeyId;
            case Verdict.Refused(Verdict.Reason reason, String message) ->
                throw switch (reason) {
                    case MISSING ->
                        new StsRefusal(
                                StsError.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
                    case INCOMPLETE -> new StsRefusal(StsError.INCOMPLETE_SIGNATURE, message);
                    case UNKNOWN_KEY -> new StsRefusal(StsError.INVALID_CLIENT_TOKEN_ID, message);
                    case INVALID -> new StsRefusal(StsError.SIGNATURE_DOES_NOT_MATCH, message);
                };
        };
    }

    /// A permanent key belongs to a user of the same name.
    private Xml user(String arn, String accessKeyId) {
        return Xml.empty().with("Arn", arn).with("UserId", accessKeyId).with("Account", accountId);
    }

    private static Xml role(AssumedRole role) {
        return Xml.empty().with("Arn", role.arn()).with("UserId", role.id()).with("Account", role.accountId());
    }
}
