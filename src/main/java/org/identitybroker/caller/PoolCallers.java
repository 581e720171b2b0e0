package org.identitybroker.caller;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.identitybroker.caller.IssuerSettings.IssuerSetting;
import org.identitybroker.pool.PoolName;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/// Those who call for one pool, and how long what proves it is good.
@ApplicationScoped
public class PoolCallers {
    /// As long as a JWKS may be that is fetched.
    private static final long FILE_BYTES_MAX = 256 * 1024;

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    /// What one issuer's keys and certificates are in: a file, or a setting.
    ///
    /// @param issuer the settings' name of it
    /// @param setting which of its settings
    /// @param readable whether it can be read and understood now, as it could at the start
    /// @param expiresAt when the first of the certificates in it does; empty if there is none
    public record KeySource(String issuer, String setting, boolean readable, Optional<Instant> expiresAt) {}

    private final Callers callers;
    private final Map<String, IssuerSetting> issuers;

    PoolCallers(Callers callers, IssuerSettings settings) {
        this.callers = callers;
        this.issuers = new TreeMap<>(settings.issuers());
    }

    /// Whether any of them may set principal tags.
    public boolean maySetTags(PoolName pool) {
        return callers.of(pool).stream()
                .anyMatch(caller -> !caller.principalTags().isEmpty());
    }

    /// The keys and certificates of their issuers, but for keys that are published at a URL.
    public List<KeySource> keySources(PoolName pool) {
        List<String> trusted =
                callers.of(pool).stream().map(Caller::issuer).distinct().toList();
        List<KeySource> sources = new ArrayList<>();
        issuers.forEach((name, setting) -> {
            if (setting.issuer().filter(trusted::contains).isPresent()) {
                setting.jwks()
                        .filter(location -> !isUrl(location))
                        .ifPresent(location -> sources.add(source(name, "jwks", location)));
                setting.jwksCaFile().ifPresent(file -> sources.add(source(name, "jwks-ca-file", file)));
            }
        });
        return sources;
    }

    private static boolean isUrl(String location) {
        return location.startsWith("https:") || location.startsWith("http:");
    }

    private static KeySource source(String issuer, String setting, String location) {
        try {
            Optional<Instant> first = certificates(text(location))
                    .map(certificate -> certificate.getNotAfter().toInstant())
                    .min(Comparator.naturalOrder());
            return new KeySource(issuer, setting, true, first);
        } catch (IOException | RuntimeException | CertificateException | JoseException _) {
            return new KeySource(issuer, setting, false, Optional.empty());
        }
    }

    private static String text(String location) throws IOException {
        if (location.startsWith("-----BEGIN")) {
            return location;
        }
        Path file = location.startsWith("file:")
                ? Path.of(URI.create(location).getSchemeSpecificPart())
                : Path.of(location);
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new UncheckedIOException(new IOException("too large"));
        }
        return Files.readString(file);
    }

    private static Stream<X509Certificate> certificates(String text) throws CertificateException, JoseException {
        if (text.contains(CERTIFICATE)) {
            byte[] pem = text.substring(text.indexOf(CERTIFICATE)).getBytes(StandardCharsets.US_ASCII);
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast);
        }
        if (text.contains("-----BEGIN")) {
            return Stream.empty();
        }
        return new JsonWebKeySet(text)
                .getJsonWebKeys().stream()
                        .filter(PublicJsonWebKey.class::isInstance)
                        .map(key -> ((PublicJsonWebKey) key).getCertificateChain())
                        .flatMap(chain -> chain == null ? Stream.empty() : chain.stream());
    }
}
