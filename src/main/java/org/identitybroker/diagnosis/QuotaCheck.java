package org.identitybroker.diagnosis;

import java.time.Duration;
import java.util.Optional;
import org.identitybroker.pool.Pool;
import org.identitybroker.quota.QuotaReading;

/// The quota's setting against what Cognito let through.
final class QuotaCheck {
    /// What was throttled earlier may have been another day's load, or another setting's.
    private static final Duration RECENT = Duration.ofHours(1);

    private QuotaCheck() {}

    /// @param reading empty if the pool has no quota
    /// @param throttled attempts for this pool at this replica since its start
    static Outcome judge(Pool pool, Optional<QuotaReading> reading, long throttled) {
        if (pool.quota().isEmpty() || reading.isEmpty()) {
            return withoutQuota(pool, throttled);
        }
        int perSecond = pool.quota().get().requestsPerSecond();
        QuotaReading measured = reading.get();
        boolean isRecent = measured.sinceThrottled()
                .filter(since -> since.compareTo(RECENT) < 0)
                .isPresent();
        if (measured.share() < 1 || isRecent) {
            return Outcome.warn(
                    "Cognito throttled %s ago although no more than %d calls a second were made; %.0f %% of the rate is in"
                                    .formatted(
                                            words(measured.sinceThrottled().orElse(Duration.ZERO)),
                                            perSecond,
                                            100 * measured.share())
                            + " force now.",
                    "Set requests-per-second to what the account has for the broker: the quota is AWS' per account and"
                            + " region, for all pools and programs together. Or ask AWS for more.");
        }
        return Outcome.pass("Cognito has not throttled within the hour, at up to " + perSecond + " calls a second.");
    }

    private static Outcome withoutQuota(Pool pool, long throttled) {
        if (throttled > 0) {
            return Outcome.warn(
                    "Cognito has throttled this replica " + throttled
                            + " times since its start, and the pool has no requests-per-second.",
                    "Set broker.pools." + pool.name().value()
                            + ".requests-per-second to the account's quota: 50, unless AWS has raised it.");
        }
        return Outcome.pass("The pool has no requests-per-second, and Cognito has not throttled this replica.");
    }

    private static String words(Duration since) {
        return since.toMinutes() > 1 ? since.toMinutes() + " min" : since.toSeconds() + " s";
    }
}
