package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arithmetic of docs/capacity.md, played through second by second: people who come early on and stay, and a quota
/// of 50 calls a second that lets a hundred wait and sends the others away, as the governor does.
class CapacityTest {
    private static final Pool POOL = SomePools.named("customers", 1);
    private static final IdentityId IDENTITY = new IdentityId("eu-west-1:0");
    private static final int QUOTA = 50;
    private static final int WAITING_MAX = 2 * QUOTA;
    private static final int RETURN_MAX = 30;
    private static final int DURATIONS = 6;
    private static final int MINUTE = 60;

    private final SteppingClock clock = new SteppingClock();
    private final Instant start = clock.instant();
    private final RefreshAdvice advice = new RefreshAdvice(clock);
    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"PT15M, 26100", "PT1H, 104400"})
    void theQuotaServesAsManyAsTheTableSays(Duration duration, int users) {
        Played played = play(users, duration, this::advised);

        assertThat(played.refusedIn(0)).isGreaterThan(users);
        for (int later = 3; later < DURATIONS; later++) {
            assertThat(played.refusedIn(later)).isZero();
            assertThat(played.minutesOf(later))
                    .allSatisfy(perSecond -> assertThat(perSecond).isBetween(37.0, 43.0));
        }
    }

    @Test
    void withoutTheAdvicePeopleComeBackTogether() {
        Played played = play(26_100, Duration.ofMinutes(15), (_, duration) -> duration - MINUTE);

        assertThat(played.minutesOf(DURATIONS - 1)).contains((double) QUOTA, 0.0);
    }

    private interface Client {
        /// @return seconds until it asks again
        int pause(int now, int duration);
    }

    private int advised(int now, int duration) {
        clock.step(Duration.between(clock.instant(), start.plusSeconds(now)));
        IssuedToken issued = new IssuedToken(
                POOL,
                IDENTITY,
                new OpenIdToken("token"),
                clock.instant().plusSeconds(duration),
                false,
                false,
                TokenSource.COGNITO,
                Optional.empty());
        return (int) Duration.between(clock.instant(), advice.refreshAfter(issued, random.nextDouble()))
                .toSeconds();
    }

    private Played play(int users, Duration lifetime, Client client) {
        int duration = (int) lifetime.toSeconds();
        int end = DURATIONS * duration;
        Played played = new Played(duration, new int[end], new int[end]);
        int[] askers = new int[end + duration + RETURN_MAX + 1];
        for (int user = 0; user < users; user++) {
            askers[random.nextInt(duration / 5)]++;
        }
        int waiting = 0;
        for (int now = 0; now < end; now++) {
            waiting += askers[now];
            int served = Math.min(QUOTA, waiting);
            for (int i = 0; i < served; i++) {
                askers[now + client.pause(now, duration)]++;
            }
            int sentAway = Math.max(0, waiting - served - WAITING_MAX);
            for (int i = 0; i < sentAway; i++) {
                int slot = (WAITING_MAX + i) / QUOTA + 1;
                askers[now + (slot <= RETURN_MAX ? slot : random.nextInt(RETURN_MAX / 2, RETURN_MAX + 1))]++;
            }
            waiting -= served + sentAway;
            played.served()[now] = served;
            played.refused()[now] = sentAway;
        }
        return played;
    }

    /// By the second.
    private record Played(int duration, int[] served, int[] refused) {
        int refusedIn(int number) {
            return Arrays.stream(refused, number * duration, (number + 1) * duration)
                    .sum();
        }

        /// Calls a second, minute by minute.
        List<Double> minutesOf(int number) {
            return IntStream.range(0, duration / MINUTE)
                    .map(minute -> number * duration + minute * MINUTE)
                    .mapToObj(from ->
                            Arrays.stream(served, from, from + MINUTE).average().orElseThrow())
                    .toList();
        }
    }
}
