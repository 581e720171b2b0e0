package org.identitybroker.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.caller.Caller;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// Plays the login system's issuer: mints callers' tokens with a key that is made at start and never leaves.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class DemoIssuer {
    /// Long enough for an afternoon of trying out.
    private static final int TOKEN_MINUTES = 240;

    private final String audience;
    private final EllipticCurveJsonWebKey key;

    DemoIssuer(@ConfigProperty(name = "broker.issuers.demo.audience") String audience) throws JoseException {
        this.audience = audience;
        this.key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        this.key.setKeyId(UUID.randomUUID().toString());
        this.key.setUse("sig");
        this.key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    }

    String tokenFor(Caller caller) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(caller.issuer());
        claims.setSubject(caller.subject());
        claims.setAudience(audience);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(TOKEN_MINUTES);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        return signature.getCompactSerialization();
    }

    /// The public half only.
    String jwks() {
        return new JsonWebKeySet(key).toJson();
    }
}
