package org.identitybroker.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.identitybroker.packaged.PackagedBroker;

/// `./mvnw -Pbench verify`; see docs/performance.md. Ends with 1 if something could not be measured; a figure that
/// misses its target is told, and is no failure of the build.
public final class Benchmark {
    private Benchmark() {}

    public static void main(String[] words) throws Exception {
        Wrk.require();
        Settings settings = Settings.read();
        boolean complete = true;
        try (Stage stage = new Stage(settings)) {
            if (settings.options().isEmpty()) {
                stage.use(AotTraining.cache(stage));
            }
            if (settings.hold()) {
                hold(stage);
            } else {
                complete = measure(stage, settings);
            }
        }
        System.exit(complete ? 0 : 1);
    }

    /// By the names of which `-Dbench.only` chooses one or more.
    private static Map<List<String>, Scenario> scenarios() {
        Map<List<String>, Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put(List.of("known", "cold", "hot", "memory"), new Throughput());
        scenarios.put(List.of("latency"), new AddedLatency());
        scenarios.put(List.of("mappings"), new ManyMappings());
        scenarios.put(List.of("quota"), new SharedQuota());
        scenarios.put(List.of("one-user"), new OneUser());
        scenarios.put(List.of("start"), new StartTime());
        return scenarios;
    }

    private static boolean measure(Stage stage, Settings settings) throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<List<String>, Scenario> scenario : scenarios().entrySet()) {
            if (scenario.getKey().stream().anyMatch(settings::chosen)) {
                String name = String.join(", ", scenario.getKey());
                System.out.println("--- " + name);
                List<Figure> measured = measure(name, scenario.getValue(), stage, settings);
                measured.forEach(figure -> System.out.println(figure.row()));
                figures.addAll(measured);
            }
        }
        Report report = new Report(figures, Machine.of(stage), settings);
        System.out.println(report.text());
        report.write();
        return figures.stream().allMatch(Figure::isMeasured);
    }

    private static List<Figure> measure(String name, Scenario scenario, Stage stage, Settings settings) {
        try {
            return scenario.measure(stage, settings);
        } catch (Exception failure) {
            failure.printStackTrace();
            return List.of(Figure.notMeasured(name, failure));
        }
    }

    /// For profilers and for whoever wants to send requests by hand.
    private static void hold(Stage stage) throws Exception {
        try (PackagedBroker broker = stage.broker().untilReady()) {
            stage.database().addMappings(Stage.PLAIN_POOL, Throughput.KNOWN_USERS);
            stage.database().addMappings(Stage.REUSING_POOL, Throughput.KNOWN_USERS);
            System.out.printf(
                    "broker: pid %d, port %d; stub: port %d; Postgres: %s%n",
                    broker.pid(),
                    broker.port(),
                    stage.upstream().port(),
                    stage.database().settings(Database.FIRST).get("quarkus.datasource.jdbc.url"));
            say("known", broker, stage, Stage.PLAIN_POOL, "known");
            say("cold", broker, stage, Stage.PLAIN_POOL, "new");
            say("hot", broker, stage, Stage.REUSING_POOL, "known");
            say("bare", broker, stage, Stage.PLAIN_POOL, "bare");
            System.out.println("Ends with Ctrl-C.");
            Thread.currentThread().join();
        }
    }

    private static void say(String what, PackagedBroker broker, Stage stage, String pool, String kind) {
        System.out.printf(
                "%s: wrk -t1 -c%d -d10 -s %s http://127.0.0.1:%d -- %s %s %d %s%n",
                what,
                Settings.CONNECTIONS,
                Path.of("src", "bench", "wrk", "tokens.lua").toAbsolutePath(),
                broker.port(),
                pool,
                kind,
                Throughput.KNOWN_USERS,
                stage.callers());
    }
}
