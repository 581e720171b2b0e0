package org.identitybroker.exchange;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Requests of nobody: counted, and logged at a limited rate, but never stored. Anybody can send them, and must fill
/// neither the database nor the log.
@ApplicationScoped
public class RejectedTokens {
    private static final Logger LOG = Logger.getLogger(RejectedTokens.class);
    private static final Duration ONE_LINE_IN = Duration.ofSeconds(1);

    /// Why.
    public enum Reason {
        UNAUTHENTICATED("unauthenticated", "no token or a bad one"),
        UNREGISTERED("unregistered", "a good token of nobody who is registered");

        private final String label;
        private final String text;

        Reason(String label, String text) {
            this.label = label;
            this.text = text;
        }
    }

    private record Tally(Counter counter, Bucket lines, AtomicLong unsaid) {}

    private final Map<Reason, Tally> tallies = new EnumMap<>(Reason.class);

    @Inject
    RejectedTokens(MeterRegistry metrics) {
        this(metrics, TimeMeter.SYSTEM_NANOTIME);
    }

    RejectedTokens(MeterRegistry metrics, TimeMeter time) {
        for (Reason reason : Reason.values()) {
            tallies.put(reason, new Tally(counter(metrics, reason), lines(time), new AtomicLong()));
        }
    }

    public void count(Reason reason) {
        Tally tally = tallies.get(reason);
        if (tally == null) {
            throw new IllegalStateException("every reason has its tally");
        }
        tally.counter().increment();
        if (tally.lines().tryConsume(1)) {
            LOG.warnf(
                    "refused: %s (%d more since the last such line)",
                    reason.text, tally.unsaid().getAndSet(0));
        } else {
            tally.unsaid().incrementAndGet();
        }
    }

    private static Counter counter(MeterRegistry metrics, Reason reason) {
        return Counter.builder("broker.rejected.tokens")
                .description("Requests without a good token of a registered caller")
                .tag("reason", reason.label)
                .register(metrics);
    }

    private static Bucket lines(TimeMeter time) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(1).refillIntervally(1, ONE_LINE_IN))
                .build();
    }
}
