package org.identitybroker.bench;

import java.util.List;
import java.util.Locale;
import org.identitybroker.packaged.PackagedBroker;

/// Whether a request takes longer when there are many users. Two databases of one Postgres, each with a replica of its
/// own, take turns; few connections, so that nobody waits for a core.
final class ManyMappings implements Scenario {
    private static final long FEW = 10_000;
    private static final int CONNECTIONS = 4;

    @Override
    public List<Figure> measure(Stage stage, Settings settings) throws Exception {
        Database database = stage.database();
        try (PackagedBroker few = stage.awake(stage.broker(database.settings("few")));
                PackagedBroker many = stage.awake(stage.broker(database.settings("many")))) {
            database.addMappings("few", Stage.PLAIN_POOL, FEW);
            database.addMappings("many", Stage.PLAIN_POOL, settings.mappings());
            Rounds rounds = new Rounds("µs (p50)", 3);
            for (String kind : List.of("known", "lookup")) {
                rounds.with(kind + " few", () -> median(kind, few, FEW, stage, settings))
                        .with(kind + " many", () -> median(kind, many, settings.mappings(), stage, settings));
            }
            rounds.run(settings.rounds());
            return List.of(
                    figure("p50 of the token path", "known", rounds, settings),
                    figure("p50 of the lookup", "lookup", rounds, settings));
        }
    }

    private static double median(String kind, PackagedBroker broker, long users, Stage stage, Settings settings)
            throws Exception {
        return stage.load(broker, settings.round(), CONNECTIONS, Stage.PLAIN_POOL, kind, users)
                .median();
    }

    private static Figure figure(String what, String kind, Rounds rounds, Settings settings) {
        return Figure.atMost(
                String.format(Locale.ROOT, "%s, %,d mappings against %,d", what, settings.mappings(), FEW),
                1.2,
                rounds.ratio(kind + " many", kind + " few"),
                "",
                String.format(
                        Locale.ROOT,
                        "%.2f ms to %.2f ms on %d connections",
                        rounds.median(kind + " many") / 1e3,
                        rounds.median(kind + " few") / 1e3,
                        CONNECTIONS));
    }
}
