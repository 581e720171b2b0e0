package com.example.login;

// region: mint
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// JWTs that this login system signs itself. Each serves for many requests, until shortly before its end.
public final class MintedJwts implements CallerJwts {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(1);

    private final PrivateKey key;
    private final String issuer;
    private final String subject;
    private String jwt = "";
    private Instant end = Instant.EPOCH;

    public MintedJwts(PrivateKey key, String issuer, String subject) {
        this.key = key;
        this.issuer = issuer;
        this.subject = subject;
    }

    /// The key in a file that begins with `-----BEGIN PRIVATE KEY-----`.
    public static PrivateKey keyIn(Path file) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    @Override
    public synchronized String get() {
        Instant now = Instant.now();
        if (now.isAfter(end.minus(RENEWED_BEFORE))) {
            end = now.plus(LIFETIME);
            jwt = signed("""
                    {"iss":"%s","sub":"%s","aud":"identity-broker","iat":%d,"exp":%d}""".formatted(issuer, subject, now.getEpochSecond(), end.getEpochSecond()));
        }
        return jwt;
    }

    @Override
    public synchronized void forget() {
        end = Instant.EPOCH;
    }

    private String signed(String claims) {
        String text = base64url("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                + base64url(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(UTF_8));
            return text + "." + base64url(signature.sign());
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the key cannot sign", unusable);
        }
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
// endregion
