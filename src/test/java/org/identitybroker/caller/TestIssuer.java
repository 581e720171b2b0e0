package org.identitybroker.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.function.Consumer;

/// An issuer with a key pair of each kind.
final class TestIssuer {
    static final String AUDIENCE = "identity-broker";

    private static final int RSA_BITS = 2048;

    /// What X.509 puts before the 32 bytes of an Ed25519 key.
    private static final int ED25519_PREFIX = 12;

    private final String iss;
    private final String kidPrefix;
    private final KeyPair rsa = keys("RSA");
    private final KeyPair ec = keys("EC");
    private final KeyPair ed = keys("Ed25519");

    TestIssuer(String iss, String kidPrefix) {
        this.iss = iss;
        this.kidPrefix = kidPrefix;
    }

    String iss() {
        return iss;
    }

    PublicKey rsaPublicKey() {
        return rsa.getPublic();
    }

    PrivateKey rsaPrivateKey() {
        return rsa.getPrivate();
    }

    /// The JWKS of all its public keys.
    String jwks() {
        return new JWKSet(Arrays.asList(rsaJwk(), ecJwk(), edJwk())).toString();
    }

    JWK rsaJwk() {
        return new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
                .keyID(kid(JWSAlgorithm.RS256))
                .build();
    }

    private JWK ecJwk() {
        return new ECKey.Builder(Curve.P_256, (ECPublicKey) ec.getPublic())
                .keyID(kid(JWSAlgorithm.ES256))
                .build();
    }

    private JWK edJwk() {
        byte[] x509 = ed.getPublic().getEncoded();
        return new OctetKeyPair.Builder(
                        Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(x509, ED25519_PREFIX, x509.length)))
                .keyID(kid(JWSAlgorithm.EdDSA))
                .build();
    }

    String pem(JWSAlgorithm algorithm) {
        return pem("PUBLIC KEY", keysFor(algorithm).getPublic().getEncoded());
    }

    static String pem(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + type
                + "-----\n";
    }

    /// A token with everything that the broker asks for.
    String token(JWSAlgorithm algorithm) {
        return token(algorithm, _ -> {});
    }

    String token(JWSAlgorithm algorithm, Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = goodClaims();
        change.accept(claims);
        return token(header(algorithm).build(), claims.build());
    }

    String token(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer(header.getAlgorithm()));
            return jwt.serialize();
        } catch (JOSEException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(kid(algorithm));
    }

    JWTClaimsSet.Builder goodClaims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(iss)
                .subject("shop-login")
                .audience(AUDIENCE)
                .issueTime(Date.from(now.minus(Duration.ofMinutes(5))))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    private KeyPair keysFor(JWSAlgorithm algorithm) {
        if (algorithm.equals(JWSAlgorithm.EdDSA)) {
            return ed;
        }
        return JWSAlgorithm.Family.EC.contains(algorithm) ? ec : rsa;
    }

    private String kid(JWSAlgorithm algorithm) {
        return kidPrefix + "-" + keysFor(algorithm).getPublic().getAlgorithm();
    }

    private JWSSigner signer(JWSAlgorithm algorithm) throws JOSEException, GeneralSecurityException {
        PrivateKey key = keysFor(algorithm).getPrivate();
        if (algorithm.equals(JWSAlgorithm.EdDSA)) {
            return new EdDsaSigner(key);
        }
        return JWSAlgorithm.Family.EC.contains(algorithm) ? new ECDSASigner((ECPrivateKey) key) : new RSASSASigner(key);
    }

    private static KeyPair keys(String type) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            switch (type) {
                case "RSA" -> generator.initialize(RSA_BITS);
                case "EC" -> generator.initialize(256);
                default -> {}
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Nimbus' own needs a library that is not on the class path; the JDK signs as well.
    private record EdDsaSigner(PrivateKey key) implements JWSSigner {
        @Override
        public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(input);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException failed) {
                throw new JOSEException(failed);
            }
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(JWSAlgorithm.EdDSA);
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
