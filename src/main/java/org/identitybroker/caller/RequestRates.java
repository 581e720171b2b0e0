package org.identitybroker.caller;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;
import org.identitybroker.setting.SettingReaders;

/// How fast each caller may call this replica. The limit protects a replica and the other callers from one that runs
/// wild; it is not shared between replicas, because a query for each request would cost more than it protects.
@ApplicationScoped
class RequestRates implements CheckedSettings {
    /// Far above what a replica serves; bucket4j itself takes at most one token in a nanosecond.
    private static final int PER_SECOND_MAX = 1_000_000;

    private final Map<String, Bucket> buckets = new HashMap<>();
    private final SettingMistakes mistakes = new SettingMistakes();

    @Inject
    RequestRates(CallerSettings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    RequestRates(CallerSettings settings, TimeMeter time) {
        settings.callers()
                .forEach((name, setting) -> mistakes.read(
                                Callers.PREFIX + name + ".requests-per-second",
                                setting.requestsPerSecond(),
                                RequestRates::perSecond,
                                "must be a whole number from 1 to " + PER_SECOND_MAX)
                        .ifPresent(perSecond -> buckets.put(name, bucket(perSecond, time))));
    }

    /// Counts one request.
    ///
    /// @throws RefusedException `rate-limited`, which counts nothing
    void take(Caller caller) {
        Optional.ofNullable(buckets.get(caller.name())).ifPresent(RequestRates::take);
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private static void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw RefusedException.rateLimited(wholeSeconds(probe.getNanosToWaitForRefill()));
        }
    }

    /// Rounded up: `Retry-After` has whole seconds, and 0 would invite a client to repeat at once.
    private static Duration wholeSeconds(long nanos) {
        return Duration.ofSeconds(
                Math.max(1, Math.ceilDiv(nanos, Duration.ofSeconds(1).toNanos())));
    }

    /// One second's worth may come at once; what was used flows back evenly.
    private static Bucket bucket(int perSecond, TimeMeter time) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    private static int perSecond(String text) {
        int number = SettingReaders.count(text);
        if (number > PER_SECOND_MAX) {
            throw new IllegalArgumentException("too large");
        }
        return number;
    }
}
