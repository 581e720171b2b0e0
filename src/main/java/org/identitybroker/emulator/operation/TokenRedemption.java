package org.identitybroker.emulator.operation;

import java.time.Instant;
import java.util.Optional;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.jwt.TokenClaims;
import org.identitybroker.emulator.jwt.Verification;
import org.identitybroker.emulator.wire.Refusal;

/// Turns a token of Cognito into the right to act as its identity.
final class TokenRedemption {
    private final OpenIdTokens tokens;

    TokenRedemption(OpenIdTokens tokens) {
        this.tokens = tokens;
    }

    /// Genuine, in time, for this pool and for this identity; AWS's texts for the last two are not known.
    Grant grant(Lookup.Found found, String token) {
        PublicAccess.requireEnabled(found.identity());
        return switch (tokens.verify(token)) {
            case Verification.Forged() -> throw Refusal.invalidLogin("Couldn't verify signed token.");
            case Verification.Expired(Instant now, Instant end) ->
                throw Refusal.invalidLogin(
                        "Token expired: %d >= %d".formatted(now.getEpochSecond(), end.getEpochSecond()));
            case Verification.Genuine(TokenClaims claims) -> granted(found, claims);
        };
    }

    private static Grant granted(Lookup.Found found, TokenClaims claims) {
        if (!claims.poolId().equals(found.pool().settings().id())
                || !claims.identityId().equals(found.identity().id())) {
            throw Refusal.loginsDoNotMatch();
        }
        return new Grant(claims.identityId(), claims.amr(), claims.tags(), Optional.empty());
    }
}
