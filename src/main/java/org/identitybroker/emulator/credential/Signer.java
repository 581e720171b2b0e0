package org.identitybroker.emulator.credential;

import org.identitybroker.emulator.sigv4.Verdict;

/// Who signed a request.
public sealed interface Signer {
    /// The holder of a permanent access key.
    record Permanent(String accessKeyId, String region) implements Signer {}

    /// A session whose credentials are still good.
    record Temporary(String accessKeyId, String region, Session session) implements Signer {}

    /// Nobody who is known.
    ///
    /// @param message AWS's text for the caller
    record Refused(Verdict.Reason reason, String message) implements Signer {}
}
