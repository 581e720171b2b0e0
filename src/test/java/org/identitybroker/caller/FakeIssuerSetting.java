package org.identitybroker.caller;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.identitybroker.caller.IssuerSettings.IssuerSetting;

/// One issuer's settings, with a way to change each.
record FakeIssuerSetting(Optional<String> issuer, Optional<String> audience, Optional<String> jwks, String algorithms)
        implements IssuerSetting {
    private static final String ALGORITHMS = "RS256,PS256,ES256,EdDSA";

    /// @param jwks a location of keys, or a PEM
    static FakeIssuerSetting of(TestIssuer issuer, String jwks) {
        return new FakeIssuerSetting(
                Optional.of(issuer.iss()), Optional.of(TestIssuer.AUDIENCE), Optional.of(jwks), ALGORITHMS);
    }

    static Issuers issuers(Map<String, IssuerSetting> settings) {
        TreeMap<String, IssuerSetting> inOrder = new TreeMap<>(settings);
        return new Issuers(() -> inOrder);
    }

    FakeIssuerSetting issuer(Optional<String> value) {
        return new FakeIssuerSetting(value, audience, jwks, algorithms);
    }

    FakeIssuerSetting audience(Optional<String> value) {
        return new FakeIssuerSetting(issuer, value, jwks, algorithms);
    }

    FakeIssuerSetting jwks(Optional<String> value) {
        return new FakeIssuerSetting(issuer, audience, value, algorithms);
    }

    FakeIssuerSetting algorithms(String value) {
        return new FakeIssuerSetting(issuer, audience, jwks, value);
    }
}
