package org.identitybroker.packaged;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FreshIdentityCognito;

/// What the audit trail costs: the packaged broker beside a copy of it in which the class that records does nothing.
/// Rounds of both take turns, so that a busy machine slows them alike; load, Cognito and Postgres share its cores. See
/// docs/audit.md for the command.
public final class AuditCostBenchmark {
    private static final int CONNECTIONS = 32;
    private static final int KNOWN_USERS = 500;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int ROUNDS_WARM_UP = 5;
    private static final int ROUNDS = 7;
    private static final String RECORDER = "org/identitybroker/audit/PostgresAuditTrail";
    private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private final String jwt = CallerTokens.of("shop");

    private AuditCostBenchmark() {}

    public static void main(String[] words) throws Exception {
        Path application = Path.of("target", "quarkus-app").toAbsolutePath();
        Path copy = withoutAudit(application);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                FreshIdentityCognito cognito = new FreshIdentityCognito()) {
            Map<String, String> settings = settings(postgres, cognito);
            System.setProperty("packaged.application", application.toString());
            try (PackagedBroker with = PackagedBroker.launch(settings, OPTIONS).untilReady()) {
                System.setProperty("packaged.application", copy.toString());
                try (PackagedBroker without =
                        PackagedBroker.launch(settings, OPTIONS).untilReady()) {
                    new AuditCostBenchmark().compare("known users", with, without, true);
                    new AuditCostBenchmark().compare("new users", with, without, false);
                }
            }
        }
        System.exit(0);
    }

    private void compare(String what, PackagedBroker with, PackagedBroker without, boolean known) throws Exception {
        List<Double> ratios = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (int round = -ROUNDS_WARM_UP; round < ROUNDS; round++) {
            double audited = rate(with, known);
            double bare = rate(without, known);
            if (round >= 0) {
                ratios.add(audited / bare);
                rates.add(audited);
            }
        }
        System.out.printf(
                "%s: %.0f requests/s with audit, ratio to the build without %.2f (median of %d rounds, %s)%n",
                what, median(rates), median(ratios), ROUNDS, ratios);
    }

    private double rate(PackagedBroker broker, boolean known) throws Exception {
        long end = System.nanoTime() + ROUND.toNanos();
        int answers = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(threads.submit(() -> ask(broker, known, end)));
            }
            for (Future<Integer> client : clients) {
                answers += client.get();
            }
        }
        return answers / (double) ROUND.toSeconds();
    }

    private int ask(PackagedBroker broker, boolean known, long end) throws IOException {
        int answers = 0;
        try (KeptConnection connection = new KeptConnection(broker.port())) {
            while (System.nanoTime() < end) {
                String user = known
                        ? "known-" + ThreadLocalRandom.current().nextInt(KNOWN_USERS)
                        : UUID.randomUUID().toString();
                KeptConnection.Reply reply = connection.issue(jwt, "r", "{\"userId\":\"" + user + "\"}");
                if (reply.status() != 200) {
                    throw new IOException("answered " + reply.status() + " " + reply.body());
                }
                answers++;
            }
        }
        return answers;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Map<String, String> settings(EmbeddedPostgres postgres, FreshIdentityCognito cognito) {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        settings.put("broker.callers.shop.requests-per-second", "1000000");
        return settings;
    }

    /// A copy of the application in which one class is another.
    private static Path withoutAudit(Path application) throws IOException {
        Path copy = Path.of("target", "without-audit").toAbsolutePath();
        copy(application, copy);
        Path classes = Files.createDirectories(Path.of("target", "without-audit-classes"));
        String[] compile = {
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path") + ":" + classPath(application),
            "src/bench/without-audit/java/" + RECORDER + ".java"
        };
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, compile) != 0) {
            throw new IOException("could not be compiled: " + Arrays.toString(compile));
        }
        for (String jar : List.of("app/identity-broker-1.0.0-SNAPSHOT.jar", "quarkus/transformed-bytecode.jar")) {
            replace(copy.resolve(jar), classes.resolve(RECORDER + ".class"));
        }
        return copy;
    }

    private static String classPath(Path application) throws IOException {
        try (Stream<Path> libraries = Files.walk(application.resolve("lib/main"))) {
            return application.resolve("app/identity-broker-1.0.0-SNAPSHOT.jar") + ":"
                    + String.join(":", libraries.map(Path::toString).toList());
        }
    }

    private static void replace(Path jar, Path type) throws IOException {
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            Files.copy(type, entries.getPath(RECORDER + ".class"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
