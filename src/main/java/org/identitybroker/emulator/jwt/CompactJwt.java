package org.identitybroker.emulator.jwt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// A JSON web token in its three parts, of which nothing may be believed before [#isSignedBy]. Prints nothing.
public final class CompactJwt {
    /// RSA with PKCS #1 padding. What is not in here, `none` and the HMACs above all, is no signature.
    private static final Map<String, String> ALGORITHMS =
            Map.of("RS256", "SHA256withRSA", "RS384", "SHA384withRSA", "RS512", "SHA512withRSA");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTS = 3;

    private final JsonNode header;
    private final JsonNode claims;
    private final byte[] signed;
    private final byte[] signature;

    private CompactJwt(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /// Empty if this is no JSON web token.
    public static Optional<CompactJwt> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            JsonNode header = JSON.readTree(decoded(parts[0]));
            JsonNode claims = JSON.readTree(decoded(parts[1]));
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
            return header.isObject() && claims.isObject()
                    ? Optional.of(new CompactJwt(header, claims, signed, decoded(parts[2])))
                    : Optional.empty();
        } catch (IllegalArgumentException | IOException malformed) {
            return Optional.empty();
        }
    }

    /// Whether the key signed this token, by that algorithm and no other.
    ///
    /// @param algorithm the only one accepted, e.g. `RS512`; a token may not choose how it is verified
    public boolean isSignedBy(RSAPublicKey key, String algorithm) {
        if (!algorithm.equals(headerText("alg").orElse("")) || !ALGORITHMS.containsKey(algorithm)) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance(ALGORITHMS.get(algorithm));
            verification.initVerify(key);
            verification.update(signed);
            return verification.verify(signature);
        } catch (GeneralSecurityException unverifiable) {
            return false;
        }
    }

    public Optional<String> headerText(String name) {
        return text(header, name);
    }

    public Optional<String> claimText(String name) {
        return text(claims, name);
    }

    /// Seconds of the epoch; empty if the claim is missing or no whole number.
    public Optional<Long> claimSeconds(String name) {
        return Optional.ofNullable(claims.get(name))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::longValue);
    }

    /// The claim as JSON; a missing node if it is not there.
    public JsonNode claim(String name) {
        return claims.path(name);
    }

    static String compact(JsonNode header, JsonNode claims, SigningKey key) {
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + base64Url(key.sign(signed.getBytes(US_ASCII)));
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Refuses other spellings of the same bytes, which the JDK's decoder would take.
    private static byte[] decoded(String part) {
        byte[] bytes = Base64.getUrlDecoder().decode(part);
        if (!base64Url(bytes).equals(part)) {
            throw new IllegalArgumentException("not the canonical form");
        }
        return bytes;
    }

    static JsonNodeFactory nodes() {
        return JSON.getNodeFactory();
    }

    private static String encoded(JsonNode json) {
        try {
            return base64Url(JSON.writeValueAsBytes(json));
        } catch (IOException impossible) {
            throw new IllegalStateException("a JSON tree can always be written", impossible);
        }
    }

    private static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).map(JsonNode::textValue);
    }

    @Override
    public String toString() {
        return "CompactJwt[redacted]";
    }
}
