package org.identitybroker.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.identitybroker.packaged.PackagedBroker;

/// What a user waits for besides Cognito, at a rate at which the broker is not busy. The same generator asks the stub
/// itself in turns with the broker, and the median of that is taken from both figures.
final class AddedLatency implements Scenario {
    private static final Duration UPSTREAM = Duration.ofMillis(40);

    /// With ten requests a second on each.
    private static final int CONNECTIONS = 20;

    /// Rounds under full load. At 200 requests a second the compilers would otherwise be at work for all of the
    /// measurement, on the cores that the answers need.
    private static final int WARM_UP = 12;

    @Override
    public List<Figure> measure(Stage stage, Settings settings) throws Exception {
        try (PackagedBroker broker = stage.awake(stage.broker())) {
            stage.database().addMappings(Stage.PLAIN_POOL, Throughput.KNOWN_USERS);
            stage.load(
                    broker,
                    settings.round().multipliedBy(WARM_UP),
                    Settings.CONNECTIONS,
                    Stage.PLAIN_POOL,
                    "known",
                    Throughput.KNOWN_USERS);
            stage.upstream().answerAfter(UPSTREAM);
            Map<String, List<Double>> tails = Map.of("stub", new ArrayList<>(), "broker", new ArrayList<>());
            Rounds medians = new Rounds("ms (p50)", 3)
                    .with("stub", () -> median("stub", stage.upstream().port(), stage, settings, tails))
                    .with("broker", () -> median("broker", broker.port(), stage, settings, tails))
                    .run(settings.rounds());
            double direct = medians.median("stub");
            double tail = tail("broker", tails, settings);
            String how = String.format(
                    Locale.ROOT,
                    "%.2f ms and %.2f ms (p99) through the broker, %.2f ms and %.2f ms (p99) without it",
                    medians.median("broker"),
                    tail,
                    direct,
                    tail("stub", tails, settings));
            return List.of(
                    Figure.atMost(
                            "added latency at 200 requests/s, Cognito 40 ms away: p50",
                            4,
                            medians.median("broker") - direct,
                            " ms",
                            how),
                    Figure.atMost("the same: p99", 15, tail - direct, " ms", how));
        } finally {
            stage.upstream().answerAfter(Duration.ZERO);
        }
    }

    /// In milliseconds; the p99 joins those of its kind.
    private static double median(String kind, int port, Stage stage, Settings settings, Map<String, List<Double>> tails)
            throws IOException {
        Wrk.Result result = Wrk.run(
                        "paced.lua",
                        CONNECTIONS,
                        CONNECTIONS,
                        settings.round(),
                        port,
                        kind,
                        Throughput.KNOWN_USERS,
                        stage.callers())
                .requireAnswered();
        tails.get(kind).add(result.p99() / 1e3);
        return result.median() / 1e3;
    }

    /// Of the rounds that count.
    private static double tail(String kind, Map<String, List<Double>> tails, Settings settings) {
        List<Double> all = tails.get(kind);
        return Rounds.median(all.subList(all.size() - settings.rounds(), all.size()));
    }
}
