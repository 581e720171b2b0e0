package org.identitybroker.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReturnTimesTest {
    private static final long NOW = Long.MAX_VALUE - 5; // as nanoTime may be: about to turn over

    private final ReturnTimes returns = new ReturnTimes(NOW);

    @Test
    void aLoneRefusalIsShort() {
        assertThat(returns.next(NOW, 0, 50).toSeconds()).isBetween(1L, 2L);
    }

    /// Fifty a second can be served, so about fifty are asked back for each second.
    @Test
    void noMoreAreAskedBackForASecondThanItServes() {
        Map<Duration, Long> sizes =
                seconds(500).stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));

        assertThat(sizes).hasSizeGreaterThanOrEqualTo(10);
        assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(90));
    }

    @Test
    void whoeverWaitsIsServedBefore() {
        assertThat(returns.next(NOW, 250, 50).toSeconds()).isBetween(6L, 7L);
    }

    /// However many there are, they neither wait for ever nor come together.
    @Test
    void beyondTheCapTheyAreSpreadAtRandom() {
        List<Duration> last = seconds(5000).subList(2000, 5000);

        assertThat(last).allSatisfy(one -> assertThat(one).isBetween(Duration.ofSeconds(15), ReturnTimes.MAX));
        assertThat(last.stream().distinct().count()).isEqualTo(16);
    }

    @Test
    void whatLiesBehindIsForgotten() {
        seconds(5000);

        assertThat(returns.next(NOW + Duration.ofMinutes(1).toNanos(), 0, 50).toSeconds())
                .isBetween(1L, 2L);
    }

    private List<Duration> seconds(int refusals) {
        return IntStream.range(0, refusals)
                .mapToObj(_ -> returns.next(NOW, 0, 50))
                .toList();
    }
}
