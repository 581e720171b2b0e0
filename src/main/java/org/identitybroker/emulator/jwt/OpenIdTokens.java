package org.identitybroker.emulator.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.state.Region;

/// Signs tokens with the header, the claims and their order as observed in tokens of Amazon Cognito, and
/// verifies them.
public final class OpenIdTokens {
    static final String ALGORITHM = "RS512";

    private static final String TAGS = "https://aws.amazon.com/tags";
    private static final String PRINCIPAL_TAGS = "principal_tags";
    private static final String POOL_ARN = "https://cognito-identity.amazonaws.com/identity-pool-arn";

    private final SigningKey key = SigningKey.shared();
    private final String accountId;
    private final Clock clock;

    public OpenIdTokens(String accountId, Clock clock) {
        this.accountId = accountId;
        this.clock = clock;
    }

    public OpenIdToken sign(TokenClaims claims) {
        ObjectNode header = CompactJwt.nodes()
                .objectNode()
                .put("kid", keyId(claims.region()))
                .put("typ", "JWS")
                .put("alg", ALGORITHM);
        return new OpenIdToken(CompactJwt.compact(header, payload(claims), key));
    }

    public Verification verify(String token) {
        return CompactJwt.parse(token)
                .filter(jwt -> jwt.isSignedBy(key.publicKey(), ALGORITHM))
                .map(this::unlessExpired)
                .orElseGet(Verification.Forged::new);
    }

    /// Whether a token says that Cognito issued it, be that true or not.
    public static boolean looksLikeOne(String token) {
        return CompactJwt.parse(token)
                .flatMap(jwt -> jwt.claimText("iss"))
                .filter(issuer -> issuer.startsWith("https://cognito-identity"))
                .isPresent();
    }

    /// The name of the key is made from the region, as in `eu-west-11`.
    static String keyId(Region region) {
        return region.name() + "1";
    }

    private ObjectNode payload(TokenClaims claims) {
        ObjectNode payload = CompactJwt.nodes().objectNode();
        payload.put("sub", claims.identityId()).put("aud", claims.poolId());
        claims.amr().forEach(payload.putArray("amr")::add);
        if (!claims.tags().isEmpty()) {
            ObjectNode tags = payload.putObject(TAGS).putObject(PRINCIPAL_TAGS);
            claims.tags().forEach((name, value) -> tags.putArray(name).add(value));
        }
        return payload.put("iss", claims.region().issuer())
                .put(POOL_ARN, claims.region().poolArn(accountId, claims.poolId()))
                .put("exp", claims.expiresAt().getEpochSecond())
                .put("iat", claims.issuedAt().getEpochSecond());
    }

    private Verification unlessExpired(CompactJwt jwt) {
        TokenClaims claims = claimsIn(jwt);
        Instant now = clock.instant();
        return now.isBefore(claims.expiresAt())
                ? new Verification.Genuine(claims)
                : new Verification.Expired(now, claims.expiresAt());
    }

    /// Needs no checks: nothing but [#payload] gets under this signature.
    private static TokenClaims claimsIn(CompactJwt jwt) {
        List<String> amr =
                jwt.claim("amr").valueStream().map(JsonNode::textValue).toList();
        Map<String, String> tags = new LinkedHashMap<>();
        jwt.claim(TAGS)
                .path(PRINCIPAL_TAGS)
                .forEachEntry((name, values) ->
                        tags.put(name, ((ArrayNode) values).get(0).textValue()));
        return new TokenClaims(
                jwt.claimText("sub").orElseThrow(),
                jwt.claimText("aud").orElseThrow(),
                amr,
                tags,
                instant(jwt.claimSeconds("iat")),
                instant(jwt.claimSeconds("exp")));
    }

    private static Instant instant(Optional<Long> seconds) {
        return Instant.ofEpochSecond(seconds.orElseThrow());
    }
}
