package org.identitybroker.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Date;

/// An in-house issuer for tests: one RSA key, its JWKS in a file, and callers' tokens.
public final class CallerTokens {
    public static final String ISSUER = "https://login.example.com";
    public static final String AUDIENCE = "identity-broker";

    private static final RSAKey KEY = generate();
    private static final RSAKey STRANGERS_KEY = generate();

    private CallerTokens() {}

    /// The public key set, in a file of its own.
    public static Path jwksFile() {
        try {
            Path file = Files.createTempFile("jwks", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, new JWKSet(KEY.toPublicJWK()).toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A good token of this subject.
    public static String of(String subject) {
        return sign(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    }

    /// A token with these claims, signed with the issuer's key.
    public static String sign(JWTClaimsSet claims) {
        return sign(header(), claims);
    }

    public static String sign(JWSHeader header, JWTClaimsSet claims) {
        return sign(KEY, header, new Payload(claims.toJSONObject()));
    }

    /// The issuer's good signature under whatever this is.
    public static String signText(String payload) {
        return sign(KEY, header(), new Payload(payload));
    }

    /// Signed with a key that nobody trusts.
    public static String signByStranger(JWSHeader header, JWTClaimsSet claims) {
        return sign(STRANGERS_KEY, header, new Payload(claims.toJSONObject()));
    }

    public static JWK strangersJwk() {
        return STRANGERS_KEY.toPublicJWK();
    }

    public static PublicKey publicKey() {
        try {
            return KEY.toPublicKey();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static String publicJwk() {
        return KEY.toPublicJWK().toJSONString();
    }

    private static JWSHeader header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build();
    }

    private static String sign(RSAKey key, JWSHeader header, Payload payload) {
        try {
            JWSObject token = new JWSObject(header, payload);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048).keyID("test-1").generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
