package org.identitybroker.emulator.jwt;

/// A signed token. Whoever holds it is the user, so it does not print itself.
public final class OpenIdToken {
    private final String value;

    OpenIdToken(String value) {
        this.value = value;
    }

    /// The token itself; for the answer that hands it out.
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "OpenIdToken[redacted]";
    }
}
