package org.identitybroker.emulator.iam;

/// A policy document that is refused when it is set; the message names the mistake.
public final class MalformedPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedPolicyException(String message) {
        super(message);
    }
}
