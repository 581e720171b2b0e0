package org.identitybroker.token;

import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.pool.Pool;

/// The answer of `POST /v1/tokens`.
@Schema(name = "TokenResponse")
public record TokenResponse(
        @Schema(description = "The user's identity; the device passes it on together with the token.")
        String identityId,

        @Schema(description = "Cognito's OpenID token, a bearer token.")
        String token,

        @Schema(description = "When the token can no longer be redeemed; never later than its own exp.")
        Instant expiresAt,

        @Schema(
                description = "When the client does best to ask again: before the token expires, and a little later or "
                        + "earlier than other clients.")
        Instant refreshAfter,

        String pool,
        String identityPoolId,
        String region,

        @Schema(description = "What GetCredentialsForIdentity takes as Logins, as it is.")
        Map<String, String> logins,

        @Schema(description = "True for the request that made the mapping.")
        boolean created,

        @Schema(description = "True if the token was issued for an earlier request.")
        boolean reused) {

    static TokenResponse of(IssuedToken issued, Instant refreshAfter) {
        Pool pool = issued.pool();
        String token = issued.token().reveal();
        return new TokenResponse(
                issued.identity().value(),
                token,
                issued.expiresAt(),
                refreshAfter,
                pool.name().value(),
                pool.identityPoolId(),
                pool.region(),
                Map.of(pool.redemptionLogin(), token),
                issued.created(),
                issued.reused());
    }

    /// Has a secret in it.
    @Override
    public String toString() {
        return "TokenResponse[redacted]";
    }
}
