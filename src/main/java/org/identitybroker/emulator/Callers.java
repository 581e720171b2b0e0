package org.identitybroker.emulator;

import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.operation.Caller;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.sigv4.Verdict;
import org.identitybroker.emulator.state.Region;
import org.identitybroker.emulator.wire.ErrorType;
import org.identitybroker.emulator.wire.Refusal;

/// Who signed a request; a signature that is missing or wrong is refused under the names of AWS JSON.
final class Callers {
    private final SignatureVerifier signatures;

    Callers(SignatureVerifier signatures) {
        this.signatures = signatures;
    }

    Caller require(Request request) {
        return switch (signatures.verify(request)) {
            case Verdict.Accepted(String accessKeyId, String region) -> new Caller(accessKeyId, new Region(region));
            case Verdict.Refused(Verdict.Reason reason, String message) -> throw new Refusal(type(reason), message);
        };
    }

    private static ErrorType type(Verdict.Reason reason) {
        return switch (reason) {
            case MISSING -> ErrorType.MISSING_AUTHENTICATION_TOKEN;
            case INCOMPLETE -> ErrorType.INCOMPLETE_SIGNATURE;
            case UNKNOWN_KEY -> ErrorType.UNRECOGNIZED_CLIENT;
            case INVALID -> ErrorType.INVALID_SIGNATURE;
        };
    }
}
