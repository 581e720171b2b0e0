package org.identitybroker.caller;

import static org.identitybroker.setting.SettingReaders.list;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.caller.IssuerSettings.IssuerSetting;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/// The trusted issuers, found by their settings' name or by the `iss` that a token claims.
@ApplicationScoped
class Issuers implements CheckedSettings {
    private static final String PREFIX = "broker.issuers.";

    /// Asymmetric signatures only: with HMAC an issuer's verifier could mint its tokens, and `none` is no
    /// signature.
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private final Map<String, Issuer> byName = new HashMap<>();
    private final Map<String, Issuer> byIss = new HashMap<>();
    private final Set<String> configuredNames;
    private final SettingMistakes mistakes = new SettingMistakes();

    Issuers(IssuerSettings settings) {
        this.configuredNames = Set.copyOf(settings.issuers().keySet());
        settings.issuers().forEach(this::read);
    }

    /// Whether settings have an issuer of this name, right or wrong.
    boolean isConfigured(String name) {
        return configuredNames.contains(name);
    }

    Optional<Issuer> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<Issuer> claiming(String iss) {
        return Optional.ofNullable(byIss.get(iss));
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private void read(String name, IssuerSetting setting) {
        String prefix = PREFIX + name + ".";
        Optional<String> iss = mistakes.required(prefix + "issuer", setting.issuer());
        Optional<String> audience = mistakes.required(prefix + "audience", setting.audience());
        Optional<VerificationKeyResolver> keys = mistakes.read(
                prefix + "jwks",
                mistakes.required(prefix + "jwks", setting.jwks()),
                IssuerKeys::at,
                "must be an http or https URL of a JWKS, 'file:' and the path of a readable JWKS or PEM file, or a PEM");
        Set<String> algorithms = list(Optional.of(setting.algorithms()));
        if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
            mistakes.add(
                    prefix + "algorithms",
                    "must be of "
                            + String.join(", ", ALGORITHMS.stream().sorted().toList()));
        } else if (iss.isPresent() && audience.isPresent() && keys.isPresent()) {
            add(name, new Issuer(iss.get(), audience.get(), algorithms, keys.get()));
        }
    }

    private void add(String name, Issuer issuer) {
        byName.put(name, issuer);
        if (byIss.putIfAbsent(issuer.iss(), issuer) != null) {
            mistakes.add(PREFIX + name + ".issuer", "is the same as that of another issuer");
        }
    }
}
