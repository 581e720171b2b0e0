package org.identitybroker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.Pools;
import org.identitybroker.pool.SomePools;
import org.junit.jupiter.api.Test;

/// A start waits for no diagnosis, and none fails it.
class StartDiagnosisTest {
    private static final Pools POOLS = SomePools.of(SomePools.named("customers", 1), SomePools.named("staff", 2));

    private final List<String> diagnosed = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    /// The settings' text.
    private record Settings(String atStart, String minInterval, Optional<String> poolsWithGuests)
            implements DiagnosisSettings {}

    @Test
    void everyPoolIsDiagnosedInTheBackgroundWhateverBecomesOfOthers() {
        StartDiagnosis start = start("true", pool -> {
            if (pool.name().value().equals("customers")) {
                throw new IllegalStateException("a bug");
            }
        });

        start.begin(new StartupEvent());

        assertThat(diagnosed).as("the start went on").isEmpty();
        go.countDown();
        await().until(() -> diagnosed.equals(List.of("customers", "staff")));
    }

    @Test
    void itEndsWithTheBroker() throws InterruptedException {
        StartDiagnosis start = start("true", _ -> {});
        start.begin(new StartupEvent());
        begun.await();

        start.end(new ShutdownEvent());

        await().untilAsserted(() -> assertThat(diagnosed).containsExactly("interrupted"));
    }

    @Test
    void itCanBeSwitchedOff() {
        StartDiagnosis start = start("false", _ -> {});
        go.countDown();

        start.begin(new StartupEvent());
        start.end(new ShutdownEvent());

        assertThat(diagnosed).isEmpty();
    }

    @Test
    void wrongSettingsAreNamed() {
        DiagnosisLimits limits =
                new DiagnosisLimits(new Settings("yes", "PT11M", Optional.of("customers,others")), POOLS);

        assertThat(limits.mistakes())
                .containsExactly(
                        "broker.diagnosis.at-start: must be true or false",
                        "broker.diagnosis.min-interval: must be a duration above zero, at most PT10M",
                        "broker.diagnosis.pools-with-guests: there is no broker.pools.others");
    }

    private interface Trouble {
        void with(Pool pool);
    }

    private StartDiagnosis start(String atStart, Trouble trouble) {
        Diagnoses diagnoses = new Diagnoses(
                (pool, _) -> {
                    hold();
                    diagnosed.add(pool.name().value());
                    trouble.with(pool);
                    return Diagnosis.of(pool.name(), Instant.EPOCH, Map.of(CheckId.GUESTS, Outcome.pass("None.")));
                },
                Duration.ofSeconds(1));
        return new StartDiagnosis(
                diagnoses,
                POOLS,
                new DiagnosisLimits(new Settings(atStart, "PT5S", Optional.empty()), POOLS),
                Duration.ZERO);
    }

    private void hold() {
        try {
            begun.countDown();
            go.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            diagnosed.add("interrupted");
            throw new IllegalStateException("ends");
        }
    }
}
