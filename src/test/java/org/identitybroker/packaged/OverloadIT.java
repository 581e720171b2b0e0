package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FreshIdentityCognito;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ten times as many requests as the broker can answer, for two minutes: what is too much is refused at once, memory
/// stays flat, and afterwards the broker is as fast as before.
///
/// Cognito is slow, and few calls to it may be under way, so that it is these that are used up and not the processor,
/// which broker and clients share. `-Doverload.seconds=N` makes the flood shorter or longer.
@Tag("soak")
class OverloadIT {
    private static final String JWT = CallerTokens.of("shop");

    private static final Duration COGNITO_LATENCY = Duration.ofMillis(100);
    private static final int CALLS_MAX = 10;

    private static final Duration CLOSED_LOOP = Duration.ofSeconds(10);
    private static final Duration FLOOD = Duration.ofSeconds(Integer.getInteger("overload.seconds", 120));
    private static final int TIMES = 10;

    /// Enough that the flood goes on while answers are waited for.
    private static final int FLOOD_CONNECTIONS = 500;

    private EmbeddedPostgres postgres;
    private FreshIdentityCognito cognito;
    private PackagedBroker broker;

    /// @param nanos from sending to the whole answer
    private record Seen(int status, boolean saysWhenToRetry, long nanos) {
        boolean isRefusal() {
            return status == 429 || status == 503;
        }
    }

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = new FreshIdentityCognito();
        cognito.delayBy(COGNITO_LATENCY);
        // With the options that an operator would use, because it is about its speed. The heap has its whole size from
        // the start: what grows after that is what nothing bounds.
        broker = PackagedBroker.launch(settings(), List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"))
                .untilReady();
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
        cognito.close();
        postgres.close();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        settings.put("broker.cognito.max-concurrent-calls", String.valueOf(CALLS_MAX));
        settings.put("broker.callers.shop.requests-per-second", "100000");
        return settings;
    }

    @Test
    void tooMuchIsRefusedAndLeavesNoTrace() throws Exception {
        closedLoop();
        double before = closedLoop();

        List<Long> residentKilobytes = new ArrayList<>();
        List<Seen> seen = flood(before * TIMES, residentKilobytes);
        double after = closedLoop();
        report(before, after, seen, residentKilobytes);

        assertThat(seen).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 429, 503));
        assertThat(seen).filteredOn(Seen::isRefusal).isNotEmpty().allMatch(Seen::saysWhenToRetry);
        assertThat(seen).filteredOn(answer -> answer.status() == 200).isNotEmpty();
        assertThat(medianMillis(seen, true)).isLessThan(medianMillis(seen, false));
        int half = residentKilobytes.size() / 2;
        assertThat(max(residentKilobytes.subList(half, residentKilobytes.size())))
                .as("resident memory of the second half, in KiB, against the first's")
                .isLessThan((long) (max(residentKilobytes.subList(0, half)) * 1.1));
        assertThat(after).isGreaterThan(before * 0.7);
    }

    /// How many answers in a second there are for as many clients as can be served at once, of whom each sends when it
    /// has been answered.
    private double closedLoop() throws Exception {
        long startedAt = System.nanoTime();
        List<Seen> seen = send(CALLS_MAX, () -> System.nanoTime() - startedAt < CLOSED_LOOP.toNanos());
        assertThat(seen).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        return seen.size() / (double) CLOSED_LOOP.toSeconds();
    }

    /// Requests are due at an even pace, whether or not the ones before were answered.
    private List<Seen> flood(double perSecond, List<Long> residentKilobytes) throws Exception {
        long startedAt = System.nanoTime();
        AtomicLong due = new AtomicLong();
        long all = (long) (perSecond * FLOOD.toSeconds());
        try (ExecutorService watch = Executors.newSingleThreadExecutor()) {
            Future<?> watching = watch.submit(() -> {
                while (System.nanoTime() - startedAt < FLOOD.toNanos()) {
                    residentKilobytes.add(residentKilobytes());
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                }
                return null;
            });
            List<Seen> seen = send(FLOOD_CONNECTIONS, () -> {
                long number = due.getAndIncrement();
                waitUntil(startedAt + (long) (number * 1e9 / perSecond));
                return number < all && System.nanoTime() - startedAt < FLOOD.toNanos();
            });
            watching.get();
            return seen;
        }
    }

    private static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// @param goOn asked by each connection before each of its requests; may wait
    private List<Seen> send(int connections, BooleanSupplier goOn) throws Exception {
        Queue<Seen> seen = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> clients = IntStream.range(0, connections)
                    .mapToObj(_ -> threads.submit(() -> {
                        sendAsClient(goOn, seen);
                        return null;
                    }))
                    .toList();
            for (Future<?> client : clients) {
                client.get();
            }
        }
        return List.copyOf(seen);
    }

    private void sendAsClient(BooleanSupplier goOn, Queue<Seen> seen) throws IOException {
        boolean going = goOn.getAsBoolean();
        while (going) {
            try (KeptConnection connection = new KeptConnection(broker.port())) {
                while (going && connection.isKept()) {
                    long sentAt = System.nanoTime();
                    String id = UUID.randomUUID().toString();
                    KeptConnection.Reply reply = connection.issue(JWT, id, "{\"userId\":\"user-" + id + "\"}");
                    seen.add(new Seen(
                            reply.status(), reply.headers().containsKey("retry-after"), System.nanoTime() - sentAt));
                    going = goOn.getAsBoolean();
                }
            }
        }
    }

    private long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + broker.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long max(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static long medianMillis(List<Seen> seen, boolean refusals) {
        long[] nanos = seen.stream()
                .filter(answer -> answer.isRefusal() == refusals)
                .mapToLong(Seen::nanos)
                .sorted()
                .toArray();
        return TimeUnit.NANOSECONDS.toMillis(nanos[nanos.length / 2]);
    }

    private static void report(double before, double after, List<Seen> seen, List<Long> resident) {
        System.out.printf(
                "%.0f answers a second before, %.0f after; in between %d answers in %d s, %d of them tokens; a token took"
                        + " %d ms, a refusal %d ms (medians); resident memory %d to %d KiB%n",
                before,
                after,
                seen.size(),
                FLOOD.toSeconds(),
                seen.stream().filter(answer -> answer.status() == 200).count(),
                medianMillis(seen, false),
                medianMillis(seen, true),
                resident.getFirst(),
                max(resident));
    }
}
