package org.identitybroker.exchange;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nothing holds on to an exchange that was answered: what waits ten seconds for a body, or five for an attempt, would
/// fill the memory at a thousand requests a second.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class ForgottenExchangesTest {
    /// Less than any wait of the broker's that an exchange sets up.
    private static final Duration AT_ONCE = Duration.ofMillis(1500);

    private static final int AFTER_EXCHANGE_FILTER = 9_000;

    @Inject
    Seen seen;

    @ApplicationScoped
    static class Seen {
        private final List<WeakReference<RoutingContext>> exchanges = new CopyOnWriteArrayList<>();

        void register(@Observes Filters filters) {
            filters.register(
                    exchange -> {
                        exchanges.add(new WeakReference<>(exchange));
                        exchange.next();
                    },
                    AFTER_EXCHANGE_FILTER);
        }

        void forget() {
            exchanges.clear();
        }

        int all() {
            return exchanges.size();
        }

        long inMemory() {
            System.gc();
            return exchanges.stream().filter(seen -> seen.get() != null).count();
        }
    }

    @BeforeEach
    void warmUp() {
        issue(request());
        seen.forget();
    }

    @Test
    void oneWithoutABody() {
        for (int i = 0; i < 10; i++) {
            request().get("/v1/pools").then().statusCode(200);
        }
        requireForgotten();
    }

    @Test
    void oneWhoseBodyWasRead() {
        for (int i = 0; i < 10; i++) {
            issue(request());
        }
        requireForgotten();
    }

    @Test
    void oneThatWasRefusedBeforeItsBodyWasRead() {
        for (int i = 0; i < 10; i++) {
            given().contentType(ContentType.JSON)
                    .body("{\"userId\":\"nobody\"}")
                    .post("/v1/tokens")
                    .then()
                    .statusCode(401);
        }
        requireForgotten();
    }

    /// The client tells no length, so that only the last part shows that it is whole.
    @Test
    void oneWhoseBodyCameInChunks() throws IOException {
        for (int i = 0; i < 10; i++) {
            issueInChunks();
        }
        requireForgotten();
    }

    private static void issueInChunks() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(RestAssured.baseURI + ':' + RestAssured.port + "/v1/tokens")
                        .toURL()
                        .openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Authorization", "Bearer " + CallerTokens.of("shop"));
        connection.getOutputStream().write("{\"userId\":\"in-chunks\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(connection.getResponseCode()).isEqualTo(200);
        connection.getInputStream().readAllBytes();
    }

    private static RequestSpecification request() {
        return given().header("Authorization", "Bearer " + CallerTokens.of("shop"));
    }

    private static void issue(RequestSpecification request) {
        request.contentType(ContentType.JSON)
                .body("{\"userId\":\"forgotten-" + UUID.randomUUID() + "\"}")
                .post("/v1/tokens")
                .then()
                .statusCode(200);
    }

    /// The last one may be in use by whatever the server keeps for each connection or thread.
    private void requireForgotten() {
        assertThat(seen.all()).isEqualTo(10);
        await().atMost(AT_ONCE).until(() -> seen.inMemory() <= 2);
    }
}
