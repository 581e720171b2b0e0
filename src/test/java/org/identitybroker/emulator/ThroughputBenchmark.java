package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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

    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int ROUNDS_WARM_UP = 3;
    private static final int ROUNDS = 9;
    private static final int MODULUS_BITS = 2048;
    private static final byte[] CLAIMS = "c".repeat(600).getBytes(US_ASCII);

    private ThroughputBenchmark() {}

    public static void main(String[] words) throws Exception {
        PrivateKey key = key();
        try (CognitoEmulator emulator = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(TestEmulator.POOL, TestEmulator.PROVIDER))
                .build())) {
            double[] signatures = new double[ROUNDS];
            double[] tokens = new double[ROUNDS];
            for (int round = -ROUNDS_WARM_UP; round < ROUNDS; round++) {
                double signed = perSecond(CORES, done -> sign(key, done));
                double issued = perSecond(CONNECTIONS, done -> issue(emulator.endpoint(), done));
                System.out.printf(
                        Locale.ROOT,
                        "%s %6.0f signatures/s %6.0f tokens/s  %.2f%n",
                        round < 0 ? "warm-up" : "round %d".formatted(round + 1),
                        signed,
                        issued,
                        issued / signed);
                if (round >= 0) {
                    signatures[round] = signed;
                    tokens[round] = issued;
                }
            }
            double[] ratios = IntStream.range(0, ROUNDS)
                    .mapToDouble(round -> tokens[round] / signatures[round])
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "median on %d cores: %.0f signatures/s, %.0f tokens/s, ratio %.2f%n",
                    CORES,
                    median(signatures),
                    median(tokens),
                    median(ratios));
        }
    }

    /// Does its work once, and says so, until the round is over.
    private interface Work {
        void until(Round round) throws Exception;
    }

    private record Round(long end, LongAdder done) {
        boolean isOn() {
            return System.nanoTime() - end < 0;
        }
    }

    private static double perSecond(int threads, Work work) throws Exception {
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
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        return round.done().sum() / seconds;
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
