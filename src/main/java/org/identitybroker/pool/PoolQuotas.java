package org.identitybroker.pool;

import static org.identitybroker.setting.SettingReaders.count;
import static org.identitybroker.setting.SettingReaders.positive;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.identitybroker.pool.PoolSettings.PoolSetting;
import org.identitybroker.pool.QuotaSettings.QuotaSetting;
import org.identitybroker.setting.SettingMistakes;
import org.jboss.logging.Logger;

/// Reads which quota a pool has: its own, one that it shares, or none.
final class PoolQuotas {
    private static final Logger LOG = Logger.getLogger(PoolQuotas.class);
    private static final String PREFIX = "broker.quotas.";

    /// Two thousand times Cognito's default; AWS raises quotas on request, but not so far.
    private static final int PER_SECOND_MAX = 100_000;

    private static final String PER_SECOND_RULE = "must be a whole number from 1 to " + PER_SECOND_MAX;

    private static final Duration WAIT_DEFAULT = Duration.ofSeconds(2);

    /// A client that waits longer has mostly given up, and at a replica's end requests in flight have 24 seconds for
    /// this wait, Cognito and the database.
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(10);

    private final SettingMistakes mistakes;

    /// A quota whose number is wrong is here without one: who refers to it makes no second mistake.
    private final Map<String, OptionalInt> shared = new HashMap<>();

    PoolQuotas(QuotaSettings settings, SettingMistakes mistakes) {
        this.mistakes = mistakes;
        settings.quotas().forEach(this::readShared);
    }

    private void readShared(String name, QuotaSetting setting) {
        if (!PoolName.isValid(name)) {
            mistakes.add(PREFIX + name, "a quota's name has lower-case letters, digits and hyphens, at most 64");
        }
        String rate = PREFIX + name + ".requests-per-second";
        Optional<Integer> perSecond = perSecond(rate, mistakes.required(rate, setting.requestsPerSecond()));
        shared.put(name, perSecond.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /// @param prefix of the pool's settings, for the mistakes
    Optional<Quota> of(String pool, String prefix, PoolSetting setting) {
        Optional<String> name = setting.quota().map(String::strip).filter(text -> !text.isEmpty());
        Optional<Integer> own = perSecond(prefix + "requests-per-second", setting.requestsPerSecond());
        Duration waitMax = waitMax(prefix + "max-quota-wait", setting.maxQuotaWait());
        if (name.isEmpty()) {
            if (own.isEmpty()) {
                warnOfWaitWithoutQuota(prefix, setting);
            }
            return own.map(perSecond -> new Quota("pool:" + pool, perSecond, waitMax));
        }
        if (setting.requestsPerSecond().filter(text -> !text.isBlank()).isPresent()) {
            mistakes.add(prefix + "quota", "is not for a pool that has requests-per-second of its own");
            return Optional.empty();
        }
        return shared(prefix + "quota", name.get(), waitMax);
    }

    private Optional<Quota> shared(String setting, String name, Duration waitMax) {
        OptionalInt perSecond = shared.get(name);
        if (perSecond == null) {
            mistakes.add(setting, "names no configured quota (" + PREFIX + "NAME.requests-per-second)");
            return Optional.empty();
        }
        return perSecond.isPresent()
                ? Optional.of(new Quota("quota:" + name, perSecond.getAsInt(), waitMax))
                : Optional.empty();
    }

    private Optional<Integer> perSecond(String setting, Optional<String> value) {
        return mistakes.read(setting, value, PoolQuotas::perSecond, PER_SECOND_RULE);
    }

    private static int perSecond(String text) {
        int number = count(text);
        if (number > PER_SECOND_MAX) {
            throw new IllegalArgumentException("too large");
        }
        return number;
    }

    private Duration waitMax(String setting, Optional<String> value) {
        return mistakes.read(setting, value, PoolQuotas::wait, "must be a duration above zero, at most PT10S")
                .orElse(WAIT_DEFAULT);
    }

    private static Duration wait(String text) {
        Duration wait = positive(text);
        if (wait.compareTo(WAIT_LIMIT) > 0) {
            throw new IllegalArgumentException("too long");
        }
        return wait;
    }

    /// An operator who set a limit must not believe that it holds.
    private static void warnOfWaitWithoutQuota(String prefix, PoolSetting setting) {
        setting.maxQuotaWait()
                .ifPresent(
                        _ -> LOG.warnf("%smax-quota-wait has no effect without requests-per-second or quota", prefix));
    }
}
