package org.identitybroker.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.identitybroker.packaged.PackagedBroker;

/// Requests answered in a second by one replica that has nothing to wait for, and the memory that it takes meanwhile.
final class Throughput implements Scenario {
    static final int KNOWN_USERS = 10_000;

    /// Fewer, so that nearly every request finds a token that may be answered again.
    private static final int RETURNING_USERS = 1_000;

    /// After a minute of each, the compilers have little left to do.
    private static final int WARM_UP = 6;

    private static final List<String> KINDS = List.of("known", "cold", "hot");

    @Override
    public List<Figure> measure(Stage stage, Settings settings) throws Exception {
        List<String> chosen = KINDS.stream().filter(settings::chosen).toList();
        List<String> kinds = chosen.isEmpty() ? KINDS : chosen;
        try (PackagedBroker broker = stage.awake(stage.broker());
                JavaProcess sdk = new JavaProcess(
                        SdkLoop.class,
                        stage.options(),
                        stage.upstream().endpoint().toString())) {
            sdk.await(SdkLoop.READY);
            stage.database().addMappings(Stage.PLAIN_POOL, KNOWN_USERS);
            Rounds rounds = new Rounds("a second", WARM_UP).with("sdk", () -> loop(sdk, settings));
            Share upstream = new Share(stage.upstream());
            for (String kind : kinds) {
                rounds.with(kind, () -> upstream.during(kind, () -> load(kind, broker, stage, settings)));
            }
            if (kinds.contains("hot")) {
                rounds.with("bare", () -> load("bare", broker, stage, settings).perSecond());
            }
            rounds.run(settings.rounds());
            List<Figure> figures = new ArrayList<>();
            compare(kinds, rounds, upstream, figures);
            if (settings.chosen("memory")) {
                figures.add(memory(broker));
            }
            return figures;
        }
    }

    private static void compare(List<String> kinds, Rounds rounds, Share upstream, List<Figure> figures) {
        if (kinds.contains("known")) {
            figures.add(ofSdk(rounds, "known", "known users, against a loop over the AWS SDK", 0.35, upstream));
        }
        if (kinds.contains("cold")) {
            figures.add(ofSdk(rounds, "cold", "new users, against the same", 0.25, upstream));
        }
        if (kinds.contains("hot")) {
            figures.add(ofSdk(rounds, "hot", "reused tokens, against the same", 0.55, upstream));
            figures.add(Figure.atLeast(
                    "reused tokens, against the bare endpoint",
                    0.5,
                    rounds.ratio("hot", "bare"),
                    rates(rounds, "hot", "bare")));
        }
    }

    private static Figure ofSdk(Rounds rounds, String kind, String what, double target, Share upstream) {
        return Figure.atLeast(
                what,
                target,
                rounds.ratio(kind, "sdk"),
                String.format(
                        Locale.ROOT,
                        "%s; %.2f calls of Cognito for each answer",
                        rates(rounds, kind, "sdk"),
                        upstream.of(kind)));
    }

    private static String rates(Rounds rounds, String kind, String to) {
        return String.format(Locale.ROOT, "%.0f/s to %.0f/s", rounds.median(kind), rounds.median(to));
    }

    private static double loop(JavaProcess sdk, Settings settings) throws IOException {
        sdk.tell(String.valueOf(settings.round().toMillis()));
        String[] result = sdk.await(SdkLoop.DONE).split(" ", -1);
        return Long.parseLong(result[0]) * 1e9 / Long.parseLong(result[1]);
    }

    private static Wrk.Result load(String kind, PackagedBroker broker, Stage stage, Settings settings)
            throws IOException {
        boolean hot = kind.equals("hot");
        return stage.load(
                broker,
                settings.round(),
                Settings.CONNECTIONS,
                hot ? Stage.REUSING_POOL : Stage.PLAIN_POOL,
                switch (kind) {
                    case "cold" -> "new";
                    case "hot" -> "known";
                    default -> kind;
                },
                hot ? RETURNING_USERS : KNOWN_USERS);
    }

    private static Figure memory(PackagedBroker broker) throws IOException {
        ResidentMemory memory = ResidentMemory.of(broker.pid());
        return Figure.atMost(
                "resident memory under the load above",
                320,
                (double) memory.most(),
                " MiB",
                String.format(Locale.ROOT, "the most since its start; %d MiB at the end", memory.now()));
    }

    /// How many calls of Cognito an answer of each kind costs: it shows that what should reuse does.
    private static final class Share {
        private interface Load {
            Wrk.Result run() throws IOException;
        }

        private final Map<String, Double> last = new HashMap<>();
        private final Upstream upstream;

        Share(Upstream upstream) {
            this.upstream = upstream;
        }

        double during(String kind, Load load) throws IOException {
            upstream.forget();
            Wrk.Result result = load.run();
            last.put(kind, upstream.calls() / (double) result.requests());
            return result.perSecond();
        }

        double of(String kind) {
            return last.getOrDefault(kind, Double.NaN);
        }
    }
}
