package org.identitybroker.caller;

import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        for (String type : List.of("RSA", "EC", "EdDSA")) {
            try {
                return java.security.KeyFactory.getInstance(type)
                        .generatePublic(new java.security.spec.X509EncodedKeySpec(decoded(pem)));
            } catch (GeneralSecurityException _) {
                continue;
            }
        }
        try {
            X509Certificate certificate = KeyUtils.getCertificate(pem);
            return certificate.getPublicKey();
        } catch (GeneralSecurityException neither) {
            throw new IllegalArgumentException("neither a public key nor a certificate", neither);
        }
    }

    private static byte[] decoded(String pem) {
        String body = pem.replaceAll("-----(BEGIN|END) [A-Z ]+-----", "").replaceAll("\\s", "");
        return java.util.Base64.getDecoder().decode(body);
    }
}
