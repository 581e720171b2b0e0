package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.audit.Subject;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.Permission;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The host's clock is set right while the broker runs. No answer is wrong because of it.
class ClockStepTest {
    private static final Pool POOL = SomePools.named("customers", 1);

    private final SteppingClock clock = new SteppingClock();
    private final FakeCognito cognito = new FakeCognito();
    private final FakeIdentityLinks links = new FakeIdentityLinks();
    private final TokenService service = SomeTokens.over(links, cognito, clock);

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aStepBetweenRequestsChangesNoAnswer(Duration step) {
        IssuedToken before = issue();
        clock.step(step);
        IssuedToken after = issue();

        assertThat(after.identity()).isEqualTo(before.identity());
        assertThat(after.created()).isFalse();
        assertThat(after.expiresAt())
                .isEqualTo(after.token().expiresAt().orElseThrow())
                .isEqualTo(before.expiresAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aStepDuringARequestChangesNoAnswer(Duration step) {
        cognito.meanwhile(() -> clock.step(step));
        IssuedToken issued = issue();

        assertThat(issued.created()).isTrue();
        assertThat(links.identityOf(POOL.name(), "alice")).contains(issued.identity());
        assertThat(issued.expiresAt()).isEqualTo(issued.token().expiresAt().orElseThrow());
    }

    /// Such a token has no expiry to be compared with; it is counted from when it was asked for, once.
    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aTokenWithoutExpIsCountedFromBeforeTheStep(Duration step) {
        Instant asked = clock.instant();
        cognito.givesTokensWithoutExp();
        cognito.meanwhile(() -> clock.step(step));

        assertThat(issue().expiresAt())
                .isBetween(asked.plus(Duration.ofMinutes(15)).minusSeconds(1), asked.plus(Duration.ofMinutes(15)));
    }

    private IssuedToken issue() {
        return service.issue(
                order(),
                issued -> links.holds(Subject.of(
                        POOL.name().value(), "alice", issued.identity().value())));
    }

    private static TokenOrder order() {
        Caller shop = new Caller(
                "shop",
                "https://login.example.com",
                "shop-login",
                Set.of(Permission.TOKEN_ISSUE),
                Set.of(POOL.name()),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty());
        return new TokenOrder(
                shop,
                SomeOrigins.of("shop"),
                POOL,
                new UserId("alice"),
                Duration.ofMinutes(15),
                Optional.empty(),
                Map.of(),
                Map.of(),
                false);
    }
}
