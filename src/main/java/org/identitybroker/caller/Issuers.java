package org.identitybroker.caller;

import static org.identitybroker.setting.SettingReaders.list;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
        Optional<JwksFetch> fetch = fetch(prefix, setting);
        Optional<VerificationKeyResolver> keys = mistakes.read(
                prefix + "jwks",
                mistakes.required(prefix + "jwks", setting.jwks()),
                location -> IssuerKeys.at(location, fetch.orElse(JwksFetch.PLAIN)),
                "must be an http or https URL of a JWKS, 'file:' and the path of a readable JWKS or PEM file, or a PEM");
        Set<String> algorithms = list(Optional.of(setting.algorithms()));
        if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
            mistakes.add(
                    prefix + "algorithms",
                    "must be of "
                            + String.join(", ", ALGORITHMS.stream().sorted().toList()));
        } else if (iss.isPresent() && audience.isPresent() && keys.isPresent() && fetch.isPresent()) {
            add(name, new Issuer(iss.get(), audience.get(), algorithms, keys.get()));
        }
    }

    /// Empty if one of its settings is wrong.
    private Optional<JwksFetch> fetch(String prefix, IssuerSetting setting) {
        String scheme = setting.jwks().map(Issuers::schemeOf).orElse("https");
        Optional<Path> token = file(
                prefix + "jwks-bearer-token-file",
                setting.jwksBearerTokenFile(),
                JwksFetch::token,
                "must be the path of a readable file with a bearer token");
        Optional<Path> ca = file(
                prefix + "jwks-ca-file",
                setting.jwksCaFile(),
                JwksFetch::certificates,
                "must be the path of a readable PEM file with certificates");
        boolean tokenFits = token.isEmpty() || Set.of("http", "https").contains(scheme);
        if (!tokenFits) {
            mistakes.add(prefix + "jwks-bearer-token-file", "is for a jwks with an http or https URL only");
        }
        boolean caFits = ca.isEmpty() || scheme.equals("https");
        if (!caFits) {
            mistakes.add(prefix + "jwks-ca-file", "is for a jwks with an https URL only");
        }
        boolean filesAreRead =
                token.isPresent() == setting.jwksBearerTokenFile().isPresent()
                        && ca.isPresent() == setting.jwksCaFile().isPresent();
        return filesAreRead && tokenFits && caFits ? Optional.of(new JwksFetch(token, ca)) : Optional.empty();
    }

    /// A file that is read whenever it is needed, and once now, so that a mistake shows at start.
    private Optional<Path> file(String name, Optional<String> setting, FileReader reader, String rule) {
        return mistakes.read(
                name,
                setting,
                text -> {
                    Path file = Path.of(text);
                    try {
                        reader.read(file);
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                    return file;
                },
                rule);
    }

    private static String schemeOf(String location) {
        int end = location.indexOf("://");
        return end < 0 ? "file" : location.substring(0, end);
    }

    private interface FileReader {
        Object read(Path file) throws IOException;
    }

    private void add(String name, Issuer issuer) {
        byName.put(name, issuer);
        if (byIss.putIfAbsent(issuer.iss(), issuer) != null) {
            mistakes.add(PREFIX + name + ".issuer", "is the same as that of another issuer");
        }
    }
}
