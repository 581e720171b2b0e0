package org.identitybroker.caller;

import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;

/// Where an issuer's public keys come from. A URL is read when the first token arrives, never at start: an issuer
/// that is down must not keep the broker from starting.
final class IssuerKeys {
    /// A token waits for this at most; an issuer that needs longer counts as down.
    private static final int FETCH_TIMEOUT_MILLIS = 2_000;

    /// A JWKS of a hundred RSA keys has about 50 KB.
    private static final int JWKS_LENGTH_MAX = 256 * 1024;

    /// Without a Cache-Control of the issuer's own.
    private static final long CACHE_SECONDS = TimeUnit.MINUTES.toSeconds(10);

    /// Keys that were good stay good while the issuer cannot be asked: an outage of a day is survived.
    private static final long KEEP_ON_ERROR_SECONDS = TimeUnit.DAYS.toSeconds(1);

    /// Tokens with made-up key ids must not make the broker hammer the issuer: one fetch in this time.
    private static final long REFRESH_AT_MOST_EVERY_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private IssuerKeys() {}

    /// @param location a URL, `file:` and a path, a path, or a PEM
    /// @throws RuntimeException if the form is none of these, or a file cannot be read or understood
    static VerificationKeyResolver at(String location) {
        if (location.startsWith("-----BEGIN")) {
            return ofPem(location);
        }
        URI uri = URI.create(location);
        if ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) {
            return ofUrl(uri);
        }
        return ofFile("file".equals(uri.getScheme()) ? Path.of(uri.getSchemeSpecificPart()) : Path.of(location));
    }

    private static VerificationKeyResolver ofUrl(URI url) {
        Get http = new Get();
        http.setConnectTimeout(FETCH_TIMEOUT_MILLIS);
        http.setReadTimeout(FETCH_TIMEOUT_MILLIS);
        http.setRetries(0);
        http.setResponseBodySizeLimit(JWKS_LENGTH_MAX);
        HttpsJwks jwks = new HttpsJwks(url.toString());
        jwks.setSimpleHttpGet(http);
        jwks.setDefaultCacheDuration(CACHE_SECONDS);
        jwks.setRetainCacheOnErrorDuration(KEEP_ON_ERROR_SECONDS);
        jwks.setRefreshReprieveThreshold(REFRESH_AT_MOST_EVERY_MILLIS);
        return new HttpsJwksVerificationKeyResolver(jwks);
    }

    private static VerificationKeyResolver ofFile(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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
