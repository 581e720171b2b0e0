package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.caller.CallerSettings.CallerSetting;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRatesTest {
    private final Time time = new Time();

    @Test
    void oneSecondsWorthMayComeAtOnce() {
        RequestRates rates = rates(Map.of("shop", "3"));

        take(rates, "shop", 3);

        assertThat(refusal(rates, "shop").code()).isEqualTo(ProblemCode.RATE_LIMITED);
    }

    @Test
    void whatWasUsedFlowsBackEvenly() {
        RequestRates rates = rates(Map.of("shop", "4"));
        take(rates, "shop", 4);

        time.passes(Duration.ofMillis(250));
        take(rates, "shop", 1);
        refusal(rates, "shop");

        time.passes(Duration.ofHours(1));
        take(rates, "shop", 4);
        refusal(rates, "shop");
    }

    @Test
    void refusedRequestsUseUpNothing() {
        RequestRates rates = rates(Map.of("shop", "1"));
        take(rates, "shop", 1);

        for (int i = 0; i < 100; i++) {
            refusal(rates, "shop");
        }
        time.passes(Duration.ofSeconds(1));

        take(rates, "shop", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "1000"})
    void waitIsAWholeSecondAndAfterItARequestIsAccepted(String perSecond) {
        RequestRates rates = rates(Map.of("shop", perSecond));
        take(rates, "shop", Integer.parseInt(perSecond));

        Optional<Duration> wait = refusal(rates, "shop").retryAfter();

        assertThat(wait).contains(Duration.ofSeconds(1));
        time.passes(wait.get());
        take(rates, "shop", 1);
    }

    @Test
    void callersDoNotShareALimit() {
        RequestRates rates = rates(Map.of("shop", "1", "staff", "1"));

        take(rates, "shop", 1);
        take(rates, "staff", 1);

        refusal(rates, "shop");
        refusal(rates, "staff");
    }

    @Test
    void callerWithoutTheSettingHasNoLimit() {
        RequestRates rates = rates(Map.of("shop", "1"));

        assertThatCode(() -> take(rates, "other", 10_000)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "many", "1/s", "1000001", "99999999999"})
    void wrongRateGivesOneLineWithItsName(String wrong) {
        assertThat(rates(Map.of("shop", wrong)).mistakes())
                .containsExactly("broker.callers.shop.requests-per-second: must be a whole number from 1 to 1000000");
    }

    @Test
    void rightRatesMakeNoMistake() {
        assertThat(rates(Map.of("a", "1", "b", "1000000", "c", " ")).mistakes()).isEmpty();
    }

    private RequestRates rates(Map<String, String> perSecond) {
        Map<String, CallerSetting> settings = new HashMap<>();
        perSecond.forEach((name, rate) -> settings.put(name, new Setting(Optional.of(rate))));
        return new RequestRates(() -> settings, time);
    }

    private static void take(RequestRates rates, String caller, int times) {
        for (int i = 0; i < times; i++) {
            rates.take(caller(caller));
        }
    }

    private static RefusedException refusal(RequestRates rates, String caller) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> rates.take(caller(caller)));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static Caller caller(String name) {
        return new Caller(
                name,
                "https://login.example.com",
                name,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty());
    }

    private static final class Time implements TimeMeter {
        private long nanos;

        void passes(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private record Setting(Optional<String> requestsPerSecond) implements CallerSetting {
        @Override
        public Optional<String> clientCertificates() {
            return Optional.empty();
        }

        @Override
        public Optional<String> actsAsUser() {
            return Optional.empty();
        }

        @Override
        public Optional<String> issuer() {
            return Optional.empty();
        }

        @Override
        public Optional<String> subject() {
            return Optional.empty();
        }

        @Override
        public Optional<String> permissions() {
            return Optional.empty();
        }

        @Override
        public Optional<String> pools() {
            return Optional.empty();
        }

        @Override
        public Optional<String> maxTokenDuration() {
            return Optional.empty();
        }

        @Override
        public Optional<String> principalTags() {
            return Optional.empty();
        }

        @Override
        public Optional<String> userIdPrefixes() {
            return Optional.empty();
        }
    }
}
