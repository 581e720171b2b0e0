package org.identitybroker.emulator.jwt;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.state.Region;

/// What a token of Cognito says.
///
/// @param amr for users `authenticated`, the provider, and provider with user; for guests `unauthenticated` alone
/// @param tags principal tags, which become session tags of the credentials
public record TokenClaims(
        String identityId,
        String poolId,
        List<String> amr,
        Map<String, String> tags,
        Instant issuedAt,
        Instant expiresAt) {
    public TokenClaims {
        amr = List.copyOf(amr);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    public boolean isAuthenticated() {
        return amr.contains("authenticated");
    }

    Region region() {
        return Region.of(poolId);
    }
}
