package org.identitybroker.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The load generator, https://github.com/wg/wrk, with the scripts of `src/bench/wrk`.
final class Wrk {
    private static final Path SCRIPTS = Path.of("src", "bench", "wrk").toAbsolutePath();
    private static final String RESULT = "RESULT ";

    /// @param duration in microseconds
    /// @param refused answers that were none of 200
    /// @param broken connections that failed, and requests that were never answered
    /// @param median of the latencies, in microseconds
    /// @param p99 in microseconds
    record Result(long requests, long duration, long refused, long broken, long median, long p99) {
        double perSecond() {
            return requests * 1e6 / duration;
        }

        /// @throws IOException if a request was not answered, or refused: then something else was measured
        Result requireAnswered() throws IOException {
            if (requests == 0 || refused > 0 || broken > 0) {
                throw new IOException(
                        "of %d requests, %d were refused and %d broke".formatted(requests, refused, broken));
            }
            return this;
        }
    }

    private Wrk() {}

    /// @throws IOException if it is not installed
    static void require() throws IOException {
        boolean found = Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "wrk")));
        if (!found) {
            throw new IOException("The benchmark needs wrk on the PATH (Debian: apt-get install wrk).");
        }
    }

    /// @param words for the script
    static Result run(String script, int threads, int connections, Duration time, int port, Object... words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t" + threads,
                "-c" + connections,
                "-d" + time.toSeconds(),
                "--timeout=10",
                "-s",
                SCRIPTS.resolve(script).toString(),
                "http://127.0.0.1:" + port,
                "--"));
        Arrays.stream(words).map(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return output.lines()
                .filter(line -> line.startsWith(RESULT))
                .findFirst()
                .map(line -> result(line.substring(RESULT.length())))
                .orElseThrow(() -> new IOException("wrk measured nothing:\n" + output));
    }

    private static Result result(String line) {
        long[] numbers = Arrays.stream(line.strip().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Result(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }
}
