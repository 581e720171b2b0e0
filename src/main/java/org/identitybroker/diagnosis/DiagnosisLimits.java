package org.identitybroker.diagnosis;

import static org.identitybroker.setting.SettingReaders.flag;
import static org.identitybroker.setting.SettingReaders.list;
import static org.identitybroker.setting.SettingReaders.positive;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.Pools;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;

/// When pools are diagnosed, and what is meant to be as it is.
@ApplicationScoped
class DiagnosisLimits implements CheckedSettings {
    private static final String PREFIX = "broker.diagnosis.";

    /// Whoever has repaired something wants to see it.
    private static final Duration INTERVAL_MAX = Duration.ofMinutes(10);

    private static final Duration INTERVAL_USUAL = Duration.ofSeconds(5);

    private final SettingMistakes mistakes = new SettingMistakes();
    private final boolean atStart;
    private final Duration intervalMin;
    private final Set<String> poolsWithGuests;

    DiagnosisLimits(DiagnosisSettings settings, Pools pools) {
        this.atStart = mistakes.read(
                        PREFIX + "at-start",
                        mistakes.required(PREFIX + "at-start", Optional.of(settings.atStart())),
                        text -> flag(text),
                        "must be true or false")
                .orElse(false);
        this.intervalMin = mistakes.read(
                        PREFIX + "min-interval",
                        mistakes.required(PREFIX + "min-interval", Optional.of(settings.minInterval())),
                        DiagnosisLimits::interval,
                        "must be a duration above zero, at most PT10M")
                .orElse(INTERVAL_USUAL);
        this.poolsWithGuests = list(settings.poolsWithGuests());
        for (String name : poolsWithGuests) {
            if (!pools.isConfigured(new PoolName(name))) {
                mistakes.add(PREFIX + "pools-with-guests", "there is no broker.pools." + name);
            }
        }
    }

    boolean atStart() {
        return atStart;
    }

    Duration intervalMin() {
        return intervalMin;
    }

    boolean hasGuests(PoolName pool) {
        return poolsWithGuests.contains(pool.value());
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private static Duration interval(String text) {
        Duration interval = positive(text);
        if (interval.compareTo(INTERVAL_MAX) > 0) {
            throw new IllegalArgumentException("too long");
        }
        return interval;
    }
}
