package org.identitybroker.emulator.sts;

/// An error answer of STS. Its text may repeat what the client sent, so the exception's message has it not.
final class StsRefusal extends RuntimeException {
    private final StsError error;
    private final String text;

    StsRefusal(StsError error, String text) {
        super(error.wireName(), null, false, false);
        this.error = error;
        this.text = text;
    }

    StsError error() {
        return error;
    }

    String text() {
        return text;
    }
}
