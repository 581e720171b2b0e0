package org.identitybroker.adoption;

import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.identitybroker.cognito.LookupPace;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;
import org.identitybroker.setting.SettingReaders;

/// The pace of this replica's imports, and of the samples that diagnoses take.
@ApplicationScoped
class CheckPace implements CheckedSettings, LookupPace {
    private static final String SETTING = "broker.imports.checks-per-second";

    /// Far above what Cognito lets through.
    private static final int PER_SECOND_MAX = 1000;

    private final SettingMistakes mistakes = new SettingMistakes();
    private final Bucket bucket;

    CheckPace(ImportSettings settings) {
        this.bucket = evenly(mistakes.read(
                        SETTING,
                        mistakes.required(SETTING, Optional.of(settings.checksPerSecond())),
                        CheckPace::perSecond,
                        "must be a whole number from 1 to " + PER_SECOND_MAX)
                .orElse(1));
    }

    @Override
    public void await() throws InterruptedException {
        bucket.asBlocking().consume(1);
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    /// One at a time: nothing may be saved up for a burst.
    private static Bucket evenly(int perSecond) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(1).refillGreedy(1, Duration.ofSeconds(1).dividedBy(perSecond)))
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
