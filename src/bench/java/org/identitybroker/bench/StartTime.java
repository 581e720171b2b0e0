package org.identitybroker.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.identitybroker.packaged.PackagedBroker;

/// From the start of the process until `/q/health/ready` says so, the database being there and migrated.
final class StartTime implements Scenario {
    @Override
    public List<Figure> measure(Stage stage, Settings settings) throws Exception {
        Path cache = AotTraining.cache(stage);
        List<String> with = new ArrayList<>(stage.options());
        with.add("-XX:AOTCache=" + cache);
        // Says so and ends instead of starting without.
        with.add("-XX:AOTMode=on");
        Rounds rounds = new Rounds("ms", 1)
                .with("without", () -> start(stage, stage.options()))
                .with("with", () -> start(stage, with))
                .run(settings.rounds());
        return List.of(Figure.atMost(
                "start to ready with the AOT cache, against without",
                0.55,
                rounds.ratio("with", "without"),
                "",
                String.format(Locale.ROOT, "%.0f ms to %.0f ms", rounds.median("with"), rounds.median("without"))));
    }

    private static double start(Stage stage, List<String> options) {
        long start = System.nanoTime();
        try (PackagedBroker broker = stage.broker(Map.of(), options)) {
            broker.untilReady();
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
