package org.identitybroker.emulator.jwt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import org.identitybroker.emulator.state.Region;

/// The public side of the signing key, as Cognito publishes it.
public final class Jwks {
    private Jwks() {}

    /// One entry for each region, all with the same key under another name.
    public static ObjectNode of(Collection<Region> regions) {
        ObjectNode document = CompactJwt.nodes().objectNode();
        ArrayNode keys = document.putArray("keys");
        regions.forEach(region -> keys.add(entry(region, SigningKey.shared().publicKey())));
        return document;
    }

    private static ObjectNode entry(Region region, RSAPublicKey key) {
        return CompactJwt.nodes()
                .objectNode()
                .put("kty", "RSA")
                .put("alg", OpenIdTokens.ALGORITHM)
                .put("use", "sig")
                .put("kid", OpenIdTokens.keyId(region))
                // With its sign byte, a leading zero, as Cognito has it; RFC 7518 would have it left out.
                .put("n", CompactJwt.base64Url(key.getModulus().toByteArray()))
                .put("e", CompactJwt.base64Url(key.getPublicExponent().toByteArray()));
    }
}
