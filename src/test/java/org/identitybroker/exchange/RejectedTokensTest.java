package org.identitybroker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.identitybroker.exchange.RejectedTokens.Reason;
import org.identitybroker.testing.LogLines;
import org.junit.jupiter.api.Test;

class RejectedTokensTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SetTime time = new SetTime();
    private final RejectedTokens rejected = new RejectedTokens(metrics, time);

    @Test
    void eachIsCountedByItsReason() {
        for (int i = 0; i < 7; i++) {
            rejected.count(Reason.UNAUTHENTICATED);
        }
        rejected.count(Reason.UNREGISTERED);

        assertThat(counted("unauthenticated")).isEqualTo(7);
        assertThat(counted("unregistered")).isEqualTo(1);
    }

    @Test
    void oneLineASecondSaysHowManyItStandsFor() {
        try (LogLines log = LogLines.recorded()) {
            for (int i = 0; i < 100; i++) {
                rejected.count(Reason.UNAUTHENTICATED);
            }
            rejected.count(Reason.UNREGISTERED);
            time.nanos += Duration.ofSeconds(1).toNanos();
            rejected.count(Reason.UNAUTHENTICATED);

            assertThat(log.text().lines())
                    .filteredOn(line -> line.contains("refused: "))
                    .containsExactly(
                            "WARN org.identitybroker.exchange.RejectedTokens refused: no token or a bad one (0 more since"
                                    + " the last such line)",
                            "WARN org.identitybroker.exchange.RejectedTokens refused: a good token of nobody who is"
                                    + " registered (0 more since the last such line)",
                            "WARN org.identitybroker.exchange.RejectedTokens refused: no token or a bad one (99 more since"
                                    + " the last such line)");
        }
    }

    private double counted(String reason) {
        return metrics.get("broker.rejected.tokens")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static final class SetTime implements TimeMeter {
        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
