package org.identitybroker.emulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/// The login tokens of public providers, all signed with one key.
public record PublicUser(String issuer, String audience, String subject, Instant end, Map<String, Object> claims) {
    public static final String GOOGLE = "accounts.google.com";
    public static final String GOOGLE_CLIENT = "client-1.apps.googleusercontent.com";
    public static final String USER_POOL = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBcDeF";
    public static final String USER_POOL_CLIENT = "4feegfdtp0dbt9atu5";
    public static final String OIDC = "login.example.org/realm";
    public static final String OIDC_CLIENT = "web";

    private static final RSAKey KEY = generate();

    public static PublicUser of(String provider, String audience, String subject) {
        return new PublicUser(
                "https://" + provider, audience, subject, Instant.now().plus(Duration.ofHours(1)), Map.of());
    }

    public static PublicUser google(String subject) {
        return of(GOOGLE, GOOGLE_CLIENT, subject);
    }

    public static PublicUser ofUserPool(String subject) {
        return of(USER_POOL, USER_POOL_CLIENT, subject);
    }

    public static PublicUser openIdConnect(String subject) {
        return of(OIDC, OIDC_CLIENT, subject);
    }

    /// The keys as a provider publishes them.
    public static String jwks() {
        return new JWKSet(KEY).toString();
    }

    PublicUser issuedBy(String other) {
        return new PublicUser(other, audience, subject, end, claims);
    }

    public PublicUser until(Instant other) {
        return new PublicUser(issuer, audience, subject, other, claims);
    }

    /// With one more claim in the token.
    PublicUser claiming(String name, Object value) {
        Map<String, Object> more = new HashMap<>(claims);
        more.put(name, value);
        return new PublicUser(issuer, audience, subject, end, more);
    }

    public String token() {
        return token(KEY, JWSAlgorithm.RS256);
    }

    String tokenSignedBy(RSAKey other) {
        return token(other, JWSAlgorithm.RS256);
    }

    String tokenSignedWith(JWSAlgorithm algorithm) {
        return token(KEY, algorithm);
    }

    static RSAKey otherKey() {
        return generate();
    }

    private String token(RSAKey key, JWSAlgorithm algorithm) {
        var payload = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject(subject)
                .expirationTime(Date.from(end));
        claims.forEach(payload::claim);
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(KEY.getKeyID()).build(), payload.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048).keyID("provider-key").generate();
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
    }
}
