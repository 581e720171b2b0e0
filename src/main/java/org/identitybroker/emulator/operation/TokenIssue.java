package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.jwt.TokenClaims;

/// Issues tokens that begin now, in whole seconds.
final class TokenIssue {
    private final OpenIdTokens tokens;
    private final Clock clock;

    TokenIssue(OpenIdTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /// The output of the two operations that answer with a token.
    ObjectNode output(String identityId, String poolId, List<String> amr, Map<String, String> tags, Duration lifetime) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var claims = new TokenClaims(identityId, poolId, amr, tags, now, now.plus(lifetime));
        return Json.object()
                .put("IdentityId", identityId)
                .put("Token", tokens.sign(claims).reveal());
    }
}
