package org.identitybroker.health;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import org.identitybroker.setting.CheckedSettings;
import org.jboss.logging.Logger;

/// Refuses to start rather than run wrong. Asks nobody outside the process: a start must not depend on Cognito.
@ApplicationScoped
class StartupChecks {
    private static final Logger LOG = Logger.getLogger(StartupChecks.class);
    private static final int BEFORE_EVERYTHING = 1;

    void refuseWrongSettings(
            @Observes @Priority(BEFORE_EVERYTHING) StartupEvent start, @Any Instance<CheckedSettings> settings) {
        List<String> mistakes = settings.stream()
                .flatMap(checked -> checked.mistakes().stream())
                .sorted()
                .toList();
        if (!mistakes.isEmpty()) {
            mistakes.forEach(LOG::error);
            throw new WrongSettingsException(mistakes.size());
        }
    }
}
