package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final AtomicLong nanoTime = new AtomicLong();
    private final VerifiedTokens tokens = new VerifiedTokens(Clock.fixed(NOW, ZoneOffset.UTC), nanoTime::get);

    @Test
    void aTokenIsBelievedForAFewSeconds() {
        JWTCallerPrincipal shop = principal(NOW.plusSeconds(600));
        tokens.keep("digest", shop);

        nanoTime.addAndGet(VerifiedTokens.BELIEVED.minusMillis(1).toNanos());
        assertThat(tokens.find("digest")).containsSame(shop);
        nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(tokens.find("digest")).isEmpty();
    }

    @Test
    void anotherTokenIsUnknown() {
        tokens.keep(VerifiedTokens.digest("a.b.c"), principal(NOW.plusSeconds(600)));

        assertThat(tokens.find(VerifiedTokens.digest("a.b.d"))).isEmpty();
        assertThat(VerifiedTokens.digest("a.b.c")).hasSize(64).doesNotContain("a.b.c");
    }

    @Test
    void anExpiredTokenIsNotBelieved() {
        tokens.keep("within the leeway", principal(NOW.minusSeconds(29)));
        tokens.keep("beyond it", principal(NOW.minusSeconds(30)));

        assertThat(tokens.find("within the leeway")).isPresent();
        assertThat(tokens.find("beyond it")).isEmpty();
    }

    private static JWTCallerPrincipal principal(Instant expiry) {
        JwtClaims claims = new JwtClaims();
        claims.setExpirationTime(NumericDate.fromSeconds(expiry.getEpochSecond()));
        return new DefaultJWTCallerPrincipal(claims);
    }
}
