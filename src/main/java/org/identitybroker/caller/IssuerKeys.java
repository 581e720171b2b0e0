package org.identitybroker.caller;

import io.smallrye.jwt.util.KeyUtils;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;

/// An issuer's public keys in the forms in which settings name them.
final class IssuerKeys {
    private IssuerKeys() {}

    /// @param location a URL, `file:` and a path, a path, or a PEM
    /// @param fetch how a URL is read
    /// @throws RuntimeException if the form is none of these, or a file cannot be read or understood
    static VerificationKeyResolver at(String location, JwksFetch fetch) {
        if (location.startsWith("-----BEGIN")) {
            return ofPem(location);
        }
        URI uri = URI.create(location);
        if ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) {
            return new PublishedKeys(uri, fetch, System::nanoTime);
        }
        Path file = "file".equals(uri.getScheme()) ? Path.of(uri.getSchemeSpecificPart()) : Path.of(location);
        return new KeyFile(file, System::nanoTime);
    }

    /// @param text a PEM or a JWKS
    /// @throws RuntimeException if it is neither
    static VerificationKeyResolver of(String text) {
        return text.contains("-----BEGIN") ? ofPem(text) : ofJwks(text);
    }

    private static VerificationKeyResolver ofJwks(String text) {
        try {
            return new JwksVerificationKeyResolver(new JsonWebKeySet(text).getJsonWebKeys());
        } catch (JoseException malformed) {
            throw new IllegalArgumentException("not a JWKS", malformed);
        }
    }

    private static VerificationKeyResolver ofPem(String pem) {
        PublicKey key = publicKey(pem);
        return (_, _) -> key;
    }

    private static PublicKey publicKey(String pem) {
        if (pem.contains("BEGIN CERTIFICATE")) {
            return keyOfCertificate(pem);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) [A-Z ]+-----", ""));
        return Stream.of("RSA", "EC", "EdDSA")
                .flatMap(type -> publicKey(type, encoded).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a public key"));
    }

    private static Optional<PublicKey> publicKey(String type, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static PublicKey keyOfCertificate(String pem) {
        try {
            return KeyUtils.getCertificate(pem).getPublicKey();
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("not a certificate", malformed);
        }
    }
}
