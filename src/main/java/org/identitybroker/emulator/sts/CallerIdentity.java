package org.identitybroker.emulator.sts;

import org.identitybroker.emulator.credential.AssumedRole;
import org.identitybroker.emulator.credential.Signer;
import org.identitybroker.emulator.credential.Signers;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.sigv4.Verdict;

/// Tells who signed the call: GetCallerIdentity.
public final class CallerIdentity {
    private final Signers signers;
    private final String accountId;

    public CallerIdentity(Signers signers, String accountId) {
        this.signers = signers;
        this.accountId = accountId;
    }

    Xml answer(Request request) {
        return switch (signers.of(request)) {
            case Signer.Permanent(String accessKeyId, String _) -> user(accessKeyId);
            case Signer.Temporary(String _, String _, var session) -> role(session.role());
            case Signer.Refused(Verdict.Reason reason, String message) -> throw refusal(reason, message);
        };
    }

    /// A permanent key belongs to a user of the same name.
    private Xml user(String accessKeyId) {
        return Xml.empty()
                .with("Arn", "arn:aws:iam::%s:user/%s".formatted(accountId, accessKeyId))
                .with("UserId", accessKeyId)
                .with("Account", accountId);
    }

    private static Xml role(AssumedRole role) {
        return Xml.empty().with("Arn", role.arn()).with("UserId", role.id()).with("Account", role.accountId());
    }

    private static StsRefusal refusal(Verdict.Reason reason, String message) {
        return switch (reason) {
            case MISSING ->
                new StsRefusal(StsError.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
            case INCOMPLETE -> new StsRefusal(StsError.INCOMPLETE_SIGNATURE, message);
            case UNKNOWN_KEY -> new StsRefusal(StsError.INVALID_CLIENT_TOKEN_ID, message);
            case EXPIRED_SESSION -> new StsRefusal(StsError.EXPIRED_TOKEN, message);
            case INVALID -> new StsRefusal(StsError.SIGNATURE_DOES_NOT_MATCH, message);
        };
    }
}
