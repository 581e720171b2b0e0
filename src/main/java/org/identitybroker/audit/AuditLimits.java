package org.identitybroker.audit;

import static org.identitybroker.setting.SettingReaders.flag;
import static org.identitybroker.setting.SettingReaders.positive;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;

/// How long events are kept, and whether they are logged.
@ApplicationScoped
class AuditLimits implements CheckedSettings {
    private static final String RETENTION = "broker.audit.retention";
    private static final String LOG = "broker.audit.log";

    /// Partitions are months; who keeps less than a day keeps nothing.
    private static final Duration RETENTION_MIN = Duration.ofDays(1);

    /// A hundred years: a date that far back is still a date to Postgres.
    private static final Duration RETENTION_MAX = Duration.ofDays(36_525);

    private final SettingMistakes mistakes = new SettingMistakes();
    private final Duration retention;
    private final boolean logged;

    AuditLimits(AuditSettings settings) {
        this.retention = mistakes.read(
                        RETENTION,
                        mistakes.required(RETENTION, Optional.of(settings.retention())),
                        AuditLimits::kept,
                        "must be a duration from P1D to P36525D such as P400D")
                .orElse(RETENTION_MAX);
        this.logged = mistakes.read(
                        LOG,
                        mistakes.required(LOG, Optional.of(settings.log())),
                        text -> flag(text),
                        "must be true or false")
                .orElse(false);
    }

    Duration retention() {
        return retention;
    }

    boolean isLogged() {
        return logged;
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private static Duration kept(String text) {
        Duration retention = positive(text);
        if (retention.compareTo(RETENTION_MIN) < 0 || retention.compareTo(RETENTION_MAX) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return retention;
    }
}
