package org.identitybroker.diagnosis;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The certificate with which the API is served, as it is now: it may have been renewed since the start.
@ApplicationScoped
class ServerCertificate {
    private final TlsConfigurationRegistry registry;
    private final Optional<String> name;

    ServerCertificate(
            TlsConfigurationRegistry registry,
            @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> name) {
        this.registry = registry;
        this.name = name;
    }

    /// When the first of its chain expires; empty if the API is served without TLS.
    Optional<Instant> expiresAt() throws KeyStoreException {
        Optional<TlsConfiguration> served = name.isPresent() ? registry.get(name.get()) : registry.getDefault();
        Optional<KeyStore> store = served.map(TlsConfiguration::getKeyStore);
        return store.isPresent() ? first(store.get()) : Optional.empty();
    }

    static Optional<Instant> first(KeyStore store) throws KeyStoreException {
        Optional<Instant> first = Optional.empty();
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            if (chain != null) {
                for (Certificate certificate : chain) {
                    first = earlier(first, certificate);
                }
            }
        }
        return first;
    }

    private static Optional<Instant> earlier(Optional<Instant> first, Certificate certificate) {
        if (!(certificate instanceof X509Certificate dated)) {
            return first;
        }
        Instant end = dated.getNotAfter().toInstant();
        return first.filter(other -> other.isBefore(end)).or(() -> Optional.of(end));
    }
}
