package org.identitybroker.emulator.sigv4;

/// What the verification of a signature found.
public sealed interface Verdict {
    /// The request was signed with this access key, for this region.
    record Accepted(String accessKeyId, String region) implements Verdict {}

    /// @param message AWS's text for the caller
    record Refused(Reason reason, String message) implements Verdict {}

    /// Why a signature is refused; each AWS protocol has its own name for these.
    enum Reason {
        MISSING,
        INCOMPLETE,
        UNKNOWN_KEY,
        INVALID
    }
}
