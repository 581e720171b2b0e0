package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.identitybroker.emulator.Wire.Signing;
import org.identitybroker.emulator.state.PoolSettings;

/// How many developer tokens a second the emulator issues over HTTP, beside how many RS512 signatures this JVM can
/// make at all. Rounds of both take turns, so that a busy machine slows them alike; the clients run on the same cores.
/// See docs/emulator.md for the command.
public final class ThroughputBenchmark {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    /// Enough that the emulator never waits for a client.
    private static final int CONNECTIONS = 4 * CORES;

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int ROUNDS_WARM_UP = 10;
    private static final int ROUNDS = 21;
    private static final int MODULUS_BITS = 2048;
    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final byte[] CLAIMS = "c".repeat(600).getBytes(US_ASCII);

    private ThroughputBenchmark() {}

    public static void main(String[] words) throws Exception {
        PrivateKey key = key();
        try (CognitoEmulator emulator = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(TestEmulator.POOL, TestEmulator.PROVIDER))
                .build())) {
            List<Rate> signatures = new ArrayList<>();
            List<Rate> tokens = new ArrayList<>();
            for (int round = -ROUNDS_WARM_UP; round < ROUNDS; round++) {
                Rate signed = rate(CORES, done -> sign(key, done));
                Rate issued = rate(CONNECTIONS, done -> issue(emulator.endpoint(), done));
                if (round >= 0) {
                    signatures.add(signed);
                    tokens.add(issued);
                }
            }
            report("a second", signatures, tokens, Rate::perSecond);
            report("a second of processor time", signatures, tokens, Rate::perCpuSecond);
        }
    }

    private static void report(String unit, List<Rate> signatures, List<Rate> tokens, ToDoubleFunction<Rate> figure) {
        double[] ratios = IntStream.range(0, ROUNDS)
                .mapToDouble(
                        round -> figure.applyAsDouble(tokens.get(round)) / figure.applyAsDouble(signatures.get(round)))
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%s, median of %d rounds on %d cores: %.0f signatures, %.0f tokens, ratio %.2f%n",
                unit,
                ROUNDS,
                CORES,
                median(signatures.stream().mapToDouble(figure).toArray()),
                median(tokens.stream().mapToDouble(figure).toArray()),
                median(ratios));
    }

    /// How much was done in a round. The processor time is that of the whole process, clients included; other
    /// processes of a busy machine do not count.
    private record Rate(double perSecond, double perCpuSecond) {}

    /// Does its work once, and says so, until the round is over.
    private interface Work {
        void until(Round round) throws Exception;
    }

    private record Round(long end, LongAdder done) {
        boolean isOn() {
            return System.nanoTime() - end < 0;
        }
    }

    private static Rate rate(int threads, Work work) throws Exception {
        long cpuStart = CPU.getProcessCpuTime();
        long start = System.nanoTime();
        var round = new Round(start + ROUND.toNanos(), new LongAdder());
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                calls.add(() -> {
                    work.until(round);
                    return true;
                });
            }
            for (Future<Object> call : executor.invokeAll(calls)) {
                call.get();
            }
        }
        double count = round.done().sum() * (double) TimeUnit.SECONDS.toNanos(1);
        return new Rate(count / (System.nanoTime() - start), count / (CPU.getProcessCpuTime() - cpuStart));
    }

    private static void sign(PrivateKey key, Round round) throws GeneralSecurityException {
        while (round.isOn()) {
            Signature signature = Signature.getInstance("SHA512withRSA");
            signature.initSign(key);
            signature.update(CLAIMS);
            signature.sign();
            round.done().increment();
        }
    }

    /// One connection that sends the same signed request again and again: the client must cost next to nothing.
    private static void issue(URI endpoint, Round round) throws IOException {
        byte[] request = request(endpoint);
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            while (round.isOn()) {
                socket.getOutputStream().write(request);
                skipAnswer(answers);
                round.done().increment();
            }
        }
    }

    private static byte[] request(URI endpoint) {
        String operation = "GetOpenIdTokenForDeveloperIdentity";
        String user = "user-" + Thread.currentThread().threadId();
        String json = "{\"IdentityPoolId\":\"%s\",\"Logins\":{\"%s\":\"%s\"}}"
                .formatted(TestEmulator.POOL, TestEmulator.PROVIDER, user);
        StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\n");
        new Wire(endpoint).signed(operation, json, Signing.right()).forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                text.append(name).append(": ").append(values.getFirst()).append("\r\n");
            }
        });
        text.append("Content-Length: ").append(json.length()).append("\r\n\r\n").append(json);
        return text.toString().getBytes(UTF_8);
    }

    private static void skipAnswer(InputStream answers) throws IOException {
        String status = line(answers);
        if (!status.contains(" 200 ")) {
            throw new IOException(status);
        }
        int length = 0;
        for (String header = line(answers); !header.isEmpty(); header = line(answers)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
        answers.skipNBytes(length);
    }

    private static String line(InputStream answers) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = answers.read(); read != '\n'; read = answers.read()) {
            if (read < 0) {
                throw new IOException("the emulator closed the connection");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    private static PrivateKey key() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(MODULUS_BITS);
        return generator.generateKeyPair().getPrivate();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
