package org.identitybroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.identitybroker.packaged.PackagedBroker;

/// Makes the AOT cache of the packaged application: it starts, answers some requests, and is told to end; then the
/// virtual machine writes down which classes it loaded, linked and how they were used. Needs no wrk.
public final class AotTraining {
    private static final int REQUESTS = 200;

    private AotTraining() {}

    public static void main(String[] words) throws Exception {
        try (Stage stage = new Stage(Settings.read())) {
            Path cache = train(stage);
            System.out.printf("%s: %,d bytes%n", cache, Files.size(cache));
        }
        System.exit(0);
    }

    /// The cache of this build, from a training if there is none yet.
    static Path cache(Stage stage) throws IOException, InterruptedException {
        Path cache = Settings.cache();
        return isNewerThan(Settings.application().resolve("quarkus-run.jar"), cache)
                        && isNewerThan(Stage.OPTIONS, cache)
                ? cache
                : train(stage);
    }

    private static boolean isNewerThan(Path source, Path cache) throws IOException {
        return Files.exists(cache) && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(source)) > 0;
    }

    /// @return the cache
    static Path train(Stage stage) throws IOException, InterruptedException {
        Path cache = Settings.cache();
        Files.deleteIfExists(cache);
        List<String> options = new ArrayList<>(stage.options());
        options.add("-XX:AOTCacheOutput=" + cache);
        try (PackagedBroker broker = stage.broker(Map.of(), options).untilReady()) {
            String jwt = Callers.jwt();
            for (int user = 0; user < REQUESTS; user++) {
                String pool = user % 2 == 0 ? Stage.PLAIN_POOL : Stage.REUSING_POOL;
                broker.issue(jwt, "{\"pool\":\"" + pool + "\",\"userId\":\"trainee-" + user / 4 + "\"}");
            }
            broker.terminate();
            broker.exitCode();
            if (!Files.exists(cache)) {
                throw new IOException("the training left no cache:\n" + broker.output());
            }
        }
        return cache;
    }
}
