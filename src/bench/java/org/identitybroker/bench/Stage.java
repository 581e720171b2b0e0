package org.identitybroker.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.packaged.PackagedBroker;
import org.identitybroker.testing.CallerTokens;

/// Postgres and upstream, and what a broker between them is told.
final class Stage implements AutoCloseable {
    /// Tokens are never reused.
    static final String PLAIN_POOL = "customers";

    static final String PLAIN_POOL_ID = "eu-west-1:00000000-0000-4000-8000-0000000000c1";
    static final String PROVIDER = "login.example.com";

    /// Tokens are reused.
    static final String REUSING_POOL = "returning";

    /// Of the virtual machine, in containers.
    static final Path OPTIONS = Path.of("deploy", "jvm.options").toAbsolutePath();

    private static final int FIRST_REQUESTS = 50;

    private final List<String> options;
    private final Database database;
    private final Upstream upstream;
    private final Path callers;
    private Optional<Path> cache = Optional.empty();

    Stage(Settings settings) throws IOException {
        options = new ArrayList<>();
        options.add("@" + OPTIONS);
        options.addAll(settings.options());
        Files.createDirectories(Settings.build());
        database = new Database();
        upstream = new Upstream();
        callers = Callers.file();
    }

    Database database() {
        return database;
    }

    Upstream upstream() {
        return upstream;
    }

    /// The JWTs that requests carry.
    Path callers() {
        return callers;
    }

    /// From now on brokers start with this AOT cache, as they do in production.
    void use(Path cache) {
        this.cache = Optional.of(cache);
    }

    /// What the broker's virtual machine is told, but for the AOT cache.
    List<String> options() {
        return options;
    }

    private List<String> optionsWithCache() {
        List<String> all = new ArrayList<>(options);
        cache.ifPresent(file -> all.add("-XX:AOTCache=" + file));
        return all;
    }

    PackagedBroker broker() {
        return broker(Map.of());
    }

    /// @param more settings
    PackagedBroker broker(Map<String, String> more) {
        return broker(more, optionsWithCache());
    }

    PackagedBroker broker(Map<String, String> more, List<String> options) {
        Map<String, String> all = new HashMap<>(settings());
        all.putAll(more);
        return launch(all, options);
    }

    private static PackagedBroker launch(Map<String, String> settings, List<String> options) {
        System.setProperty("packaged.application", Settings.application().toString());
        return PackagedBroker.launch(settings, options);
    }

    /// Ready, and past its first requests, which take longer than a short round lasts.
    PackagedBroker awake(PackagedBroker broker) {
        broker.untilReady();
        String jwt = Callers.jwt();
        for (int i = 0; i < FIRST_REQUESTS; i++) {
            for (String pool : List.of(PLAIN_POOL, REUSING_POOL)) {
                HttpResponse<String> answer =
                        broker.issue(jwt, "{\"pool\":\"" + pool + "\",\"userId\":\"first-" + i + "\"}");
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(
                            "the broker answered " + answer.statusCode() + ":\n" + broker.output());
                }
            }
        }
        return broker;
    }

    /// @param kind of request, as `tokens.lua` has it
    Wrk.Result load(PackagedBroker broker, Duration time, int connections, String pool, String kind, long users)
            throws IOException {
        return Wrk.run(
                        "tokens.lua",
                        1,
                        connections,
                        time,
                        broker.port(),
                        pool,
                        kind,
                        users,
                        callers,
                        Long.toString(System.nanoTime(), Character.MAX_RADIX))
                .requireAnswered();
    }

    /// Nothing that limits: what the machine can do is asked.
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(database.settings(Database.FIRST));
        settings.put("broker.issuers.inhouse.issuer", CallerTokens.ISSUER);
        settings.put("broker.issuers.inhouse.audience", CallerTokens.AUDIENCE);
        settings.put("broker.issuers.inhouse.jwks", "file:" + CallerTokens.jwksFile());
        String caller = "broker.callers." + Callers.NAME + ".";
        settings.put(caller + "issuer", "inhouse");
        settings.put(caller + "subject", Callers.NAME);
        settings.put(caller + "permissions", "token:issue,identity:read");
        settings.put(caller + "pools", PLAIN_POOL + "," + REUSING_POOL);
        settings.put(caller + "requests-per-second", "1000000");
        pool(settings, PLAIN_POOL, PLAIN_POOL_ID);
        pool(settings, REUSING_POOL, "eu-west-1:00000000-0000-4000-8000-0000000000c2");
        settings.put("broker.pools." + REUSING_POOL + ".token-duration", "PT1H");
        settings.put("broker.pools." + REUSING_POOL + ".reuse-min-remaining", "PT10M");
        settings.put("broker.cognito.endpoint", upstream.endpoint().toString());
        settings.put("broker.cognito.allow-endpoint-override", "true");
        // The C library's, which the image sets, too.
        settings.put("MALLOC_ARENA_MAX", "2");
        return settings;
    }

    private static void pool(Map<String, String> settings, String name, String id) {
        settings.put("broker.pools." + name + ".identity-pool-id", id);
        settings.put("broker.pools." + name + ".developer-provider-name", PROVIDER);
    }

    @Override
    public void close() throws IOException {
        upstream.close();
        database.close();
    }
}
