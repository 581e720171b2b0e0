package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a start needs, and what it refuses.
class StartIT {
    private static final String JWT = CallerTokens.of("shop");
    private static final String NOBODY_LISTENS = "http://127.0.0.1:9";

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    private static Map<String, String> settings(EmbeddedPostgres database) {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(database));
        return settings;
    }

    @Test
    void everyWrongSettingHasALineOfItsOwn() throws Exception {
        Map<String, String> settings = settings(postgres);
        settings.put("broker.pools.customers.identity-pool-id", "customers");
        settings.put("broker.pools.staff.token-duration", "soon");
        settings.put("broker.issuers.inhouse.audience", "");
        settings.put("broker.callers.shop.issuer", "nobody");
        settings.put("broker.callers.reader.permissions", "identity:read,everything");
        settings.put("broker.callers.both.pools", "customers,elsewhere");
        settings.put("broker.cognito.max-attempts", "0");
        settings.put("broker.cognito.max-concurrent-calls", "0");
        settings.put("broker.cognito.endpoint", NOBODY_LISTENS);
        try (PackagedBroker refused = PackagedBroker.launch(settings)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            List<String> lines = refused.output().lines().toList();
            for (String setting : List.of(
                    "broker.pools.customers.identity-pool-id",
                    "broker.pools.staff.token-duration",
                    "broker.issuers.inhouse.audience",
                    "broker.callers.shop.issuer",
                    "broker.callers.reader.permissions",
                    "broker.callers.both.pools",
                    "broker.cognito.max-attempts",
                    "broker.cognito.max-concurrent-calls",
                    "broker.cognito.endpoint")) {
                assertThat(lines)
                        .filteredOn(line -> line.contains(setting + ": "))
                        .as(setting)
                        .hasSize(1);
            }
        }
    }

    @Test
    void aStartDoesNotDependOnCognito() throws IOException {
        Map<String, String> settings = settings(postgres);
        settings.put("broker.cognito.endpoint", NOBODY_LISTENS);
        settings.put("broker.cognito.allow-endpoint-override", "true");
        settings.put("broker.diagnosis.at-start", "true");
        try (PackagedBroker broker = PackagedBroker.launch(settings).untilReady()) {
            HttpResponse<String> answer = broker.issue(JWT, "{\"userId\":\"alice\"}");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"upstream-unavailable\"");
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
            assertThat(broker.readiness()).isEqualTo(200);
            assertThat(broker.management("/q/health/ready").body()).contains("\"lastCall\": \"unavailable\"");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> broker.output()
                            .contains("pool customers, pool-reachable: FAIL. Cognito in eu-west-1 does not answer."));
        }
    }

    @Test
    @Tag("soak")
    void withoutItsDatabaseTheBrokerSaysSoAndIsNotReady() throws Exception {
        EmbeddedPostgres own = EmbeddedPostgres.start();
        Map<String, String> settings = settings(own);
        settings.put("broker.cognito.endpoint", NOBODY_LISTENS);
        settings.put("broker.cognito.allow-endpoint-override", "true");
        try (PackagedBroker broker = PackagedBroker.launch(settings).untilReady()) {
            own.close();
            HttpResponse<String> answer = broker.issue(JWT, "{\"userId\":\"alice\"}");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"store-unavailable\"");
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
            await().atMost(Duration.ofSeconds(30)).until(() -> broker.readiness() == 503);
        }
    }
}
