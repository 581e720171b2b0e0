package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// It is 10:00:00.750.
class RefreshAdviceTest {
    private static final Pool PLAIN = SomePools.named("customers", 1);
    /// Tokens are reused while they are good for ten minutes.
    private static final Pool REUSING = SomePools.withReuse("customers", 1);

    private final SteppingClock clock = new SteppingClock();
    private final RefreshAdvice advice = new RefreshAdvice(clock);

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T10:15:00Z, 0, 2026-11-21T10:07:30Z", // 50 % of 899 s
        "2026-11-21T10:15:00Z, 1, 2026-11-21T10:14:15Z", // 95 %
        "2026-11-21T10:15:00Z, 0.5, 2026-11-21T10:10:52Z",
        "2026-11-21T10:00:01Z, 0, 2026-11-21T10:00:00Z"
    })
    void clientsComeBackBeforeTheTokenExpires(Instant expiry, double draw, Instant refreshAfter) {
        assertThat(advice.refreshAfter(issued(PLAIN, expiry), draw)).isEqualTo(refreshAfter);
    }

    /// Of an hour's token the last ten minutes are left for it; of a quarter's, half are over anyway.
    @ParameterizedTest
    @CsvSource({
        "2026-11-21T11:00:00Z, 0, 2026-11-21T10:50:00Z",
        "2026-11-21T11:00:00Z, 1, 2026-11-21T10:57:00Z",
        "2026-11-21T10:15:00Z, 0, 2026-11-21T10:07:30Z"
    })
    void nobodyComesBackForTheTokenThatTheyHave(Instant expiry, double draw, Instant refreshAfter) {
        assertThat(advice.refreshAfter(issued(REUSING, expiry), draw)).isEqualTo(refreshAfter);
    }

    @Test
    void noTwoAreToldTheSame() {
        IssuedToken issued = issued(PLAIN, clock.instant().plus(Duration.ofDays(1)));

        assertThat(Stream.generate(() -> advice.refreshAfter(issued)).limit(20).distinct())
                .hasSizeGreaterThan(10);
    }

    private static IssuedToken issued(Pool pool, Instant expiry) {
        return new IssuedToken(
                pool,
                new IdentityId("eu-west-1:0"),
                new OpenIdToken("token"),
                expiry,
                false,
                false,
                TokenSource.COGNITO,
                Optional.empty());
    }
}
