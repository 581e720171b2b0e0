package org.identitybroker.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    /// Slots lie evenly, and each may be used late, so a second has those of the lateness before it as well.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9, 10, 49, 50, 51, 500, 100_000})
    void noSecondIsMoreThanAFifthOverAndFourFifthsAreUsed(int quota) {
        double slotsPerSecond = Pace.of(quota).slotsPerSecond();
        double callsMax = Math.ceil(slotsPerSecond * (1 + Pace.seconds(Pace.LATE_MAX)));

        assertThat(callsMax).isLessThanOrEqualTo(1.2 * quota);
        assertThat(slotsPerSecond).isBetween(0.8 * quota, (double) quota);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100_000})
    void aLeaseIsATenthOfASecondAndAtLeastOneSlot(int quota) {
        assertThat(Pace.of(quota).leaseMax(1)).isEqualTo(Math.max(1, quota / 10));
        assertThat(Pace.of(quota).leaseMax(0.1)).isEqualTo(Math.max(1, quota / 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void atLeastOneMayWait(int quota) {
        assertThat(Pace.of(quota).slotsIn(Duration.ofMillis(1), 1)).isEqualTo(1);
        assertThat(Pace.of(50).slotsIn(Duration.ofSeconds(2), 1)).isEqualTo(100);
    }
}
