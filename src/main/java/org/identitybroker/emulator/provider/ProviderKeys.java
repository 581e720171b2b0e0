package org.identitybroker.emulator.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.jwt.CompactJwt;

/// The RSA public keys of a provider by their key ids. Keys of other types are left out.
public record ProviderKeys(Map<String, ProviderKey> byId) {
    private static final String ALGORITHM_USUAL = "RS256";
    private static final ObjectMapper JSON = new ObjectMapper();

    public ProviderKeys {
        byId = Map.copyOf(byId);
    }

    /// One key, for one algorithm.
    ///
    /// @param algorithm the only one that tokens may be signed with, e.g. `RS256`
    public record ProviderKey(RSAPublicKey key, String algorithm) {
        /// For tokens as nearly all providers sign them.
        public static ProviderKey usual(RSAPublicKey key) {
            return new ProviderKey(key, ALGORITHM_USUAL);
        }
    }

    /// Reads a JSON Web Key Set (RFC 7517).
    public static ProviderKeys parse(String jwks) {
        try {
            Map<String, ProviderKey> keys = new LinkedHashMap<>();
            for (JsonNode key : JSON.readTree(jwks).path("keys")) {
                if (key.path("kty").asText().equals("RSA")) {
                    keys.put(key.path("kid").asText(), new ProviderKey(rsaKey(key), algorithmOf(key)));
                }
            }
            return new ProviderKeys(keys);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException("not a JSON Web Key Set with RSA keys", malformed);
        }
    }

    boolean signed(CompactJwt token) {
        return token.headerText("kid")
                .flatMap(id -> Optional.ofNullable(byId.get(id)))
                .filter(key -> token.isSignedBy(key.key(), key.algorithm()))
                .isPresent();
    }

    private static String algorithmOf(JsonNode key) {
        return key.path("alg").asText(ALGORITHM_USUAL);
    }

    private static RSAPublicKey rsaKey(JsonNode key) throws GeneralSecurityException {
        var numbers = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(numbers);
    }

    private static BigInteger number(JsonNode key, String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(member).asText()));
    }
}
