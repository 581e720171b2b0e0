package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FreshIdentityCognito;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A broker that is told to end while it works.
class ShutdownIT {
    private static final String JWT = CallerTokens.of("shop");
    private static final int CLIENTS = 4;

    /// Only a limit: a busy machine may take long.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Queue<String> mishaps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean sending = true;

    private EmbeddedPostgres postgres;
    private FreshIdentityCognito cognito;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = new FreshIdentityCognito();
    }

    @AfterEach
    void stop() throws IOException {
        sending = false;
        cognito.close();
        postgres.close();
    }

    /// The clients stop when they have seen for a while that it is not ready, as a load balancer's do.
    @Test
    @Tag("soak")
    void nothingIsCutUnderLoad() throws Exception {
        try (PackagedBroker broker = PackagedBroker.launch(PackagedBroker.unlimited(postgres, cognito.endpoint()))
                        .untilReady();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(_ -> threads.submit(() -> sendTo(broker.port())))
                    .toList();
            awaitMore(100);

            broker.terminate();
            await().atMost(PATIENCE).until(() -> broker.readiness() == 503);
            awaitMore(100);
            sending = false;
            for (Future<?> client : clients) {
                client.get();
            }

            assertThat(broker.exitCode()).isEqualTo(143);
            assertThat(mishaps).isEmpty();
        }
    }

    @Test
    @Tag("soak")
    void aRequestThatTakesLongFinishes() throws Exception {
        Map<String, String> settings = PackagedBroker.unlimited(postgres, cognito.endpoint());
        settings.put("quarkus.shutdown.delay", "PT0S");
        try (PackagedBroker broker = PackagedBroker.launch(settings).untilReady()) {
            CountDownLatch gate = cognito.holdUntil(2);
            CompletableFuture<HttpResponse<String>> inFlight = broker.issueLater(JWT, "{\"userId\":\"alice\"}");
            await().atMost(PATIENCE).until(() -> cognito.calls() > 0);
            broker.terminate();
            await().atMost(PATIENCE).until(() -> broker.output().contains("Waiting for HTTP requests to complete"));
            assertThat(broker.readiness()).isNotEqualTo(200);
            gate.countDown();
            assertThat(inFlight.join().statusCode()).isEqualTo(200);
            assertThat(broker.exitCode()).isEqualTo(143);
        }
    }

    private void awaitMore(int answers) {
        int before = answered.get();
        await().atMost(PATIENCE).until(() -> answered.get() >= before + answers || !mishaps.isEmpty());
    }

    /// One request after the other, on one connection until the broker asks to close it.
    private void sendTo(int port) {
        while (sending && mishaps.isEmpty()) {
            try (KeptConnection connection = new KeptConnection(port)) {
                while (sending && connection.isKept()) {
                    String id = UUID.randomUUID().toString();
                    int status = connection
                            .issue(JWT, id, "{\"userId\":\"user-" + id + "\"}")
                            .status();
                    if (status != 200) {
                        mishaps.add("answered " + status);
                    }
                    answered.incrementAndGet();
                }
            } catch (IOException cut) {
                mishaps.add(cut.toString());
            }
        }
    }
}
