package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.fault.ReceivedRequest;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two replicas, one account's quota of fifty calls a second, and far more who want one.
@Tag("soak")
class QuotaIT {
    private static final int PER_SECOND = 50;
    private static final int USERS = 500;
    private static final int WARM_UP = 30;

    private EmbeddedPostgres postgres;
    private CognitoEmulator cognito;
    private PackagedBroker one;
    private PackagedBroker two;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(BrokerSettings.CUSTOMERS_ID, BrokerSettings.PROVIDER))
                .build());
        one = PackagedBroker.launch(settings());
        two = PackagedBroker.launch(settings());
        one.untilReady();
        two.untilReady();
        warmUp();
    }

    /// The first calls of a process take so long that permits would be used late.
    private void warmUp() {
        for (int i = 0; i < WARM_UP; i++) {
            String body = "{\"userId\":\"early-" + i + "\"}";
            assertThat(one.issue(CallerTokens.of("shop"), body).statusCode()).isEqualTo(200);
            assertThat(two.issue(CallerTokens.of("shop"), body).statusCode()).isEqualTo(200);
        }
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        two.close();
        cognito.close();
        postgres.close();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        // A busy machine is no matter of quota.
        settings.put("broker.cognito.attempt-timeout", "PT20S");
        settings.put("broker.cognito.call-timeout", "PT30S");
        settings.put("broker.quotas.account.requests-per-second", String.valueOf(PER_SECOND));
        settings.put("broker.pools.customers.quota", "account");
        settings.put("broker.pools.customers.max-quota-wait", "PT2S");
        return settings;
    }

    @Test
    void fiveHundredNewUsersAtOnceKeepToTheQuota() throws IOException {
        String jwt = CallerTokens.of("shop");
        List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, USERS)
                .mapToObj(i -> (i % 2 == 0 ? one : two).issueLater(jwt, "{\"userId\":\"user-" + i + "\"}"))
                .toList();
        List<HttpResponse<String>> answers =
                asked.stream().map(CompletableFuture::join).toList();
        List<ReceivedRequest> calls = cognito.requests().of(Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY);

        assertThat(answers).allSatisfy(QuotaIT::isServedOrSentAwayForAWhile);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSizeGreaterThan(PER_SECOND);
        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("\"quota-exhausted\""))
                .hasSizeGreaterThan(USERS / 4);
        assertThat(calls).allSatisfy(call -> assertThat(call.outcome()).isEqualTo("ok"));
        assertThat(mostInASecond(calls)).isLessThanOrEqualTo((int) (1.2 * PER_SECOND));
        assertThat(one.management("/q/metrics").body())
                .contains(
                        "broker_quota_permits_available{quota=\"quota:account\"",
                        "broker_quota_wait_seconds_count{quota=\"quota:account\"",
                        "broker_cognito_throttled_total{pool=\"customers\"");
    }

    private static void isServedOrSentAwayForAWhile(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isIn(200, 503);
        if (answer.statusCode() == 503) {
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(1L, 30L);
        }
    }

    private static int mostInASecond(List<ReceivedRequest> calls) {
        List<Instant> times = calls.stream().map(ReceivedRequest::time).sorted().toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (Duration.between(times.get(first), times.get(last)).toMillis() >= 1000) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
