package org.identitybroker.packaged;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.identitybroker.testing.BrokerSettings;

/// One process of the packaged application.
public final class PackagedBroker implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String HEAP = "256m";

    private final Process process;
    private final Path output;
    private final int port;
    private final int managementPort;

    private PackagedBroker(Process process, Path output, int port, int managementPort) {
        this.process = process;
        this.output = output;
        this.port = port;
        this.managementPort = managementPort;
    }

    /// The settings that lead to these two, for [#launch]: others come with them.
    public static Map<String, String> connectedTo(EmbeddedPostgres postgres, URI cognito) {
        Map<String, String> settings = new HashMap<>(connectedTo(postgres));
        settings.put("broker.cognito.endpoint", cognito.toString());
        settings.put("broker.cognito.allow-endpoint-override", "true");
        return settings;
    }

    /// Those of the tests, without a limit that a load would meet.
    static Map<String, String> unlimited(EmbeddedPostgres postgres, URI cognito) {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(connectedTo(postgres, cognito));
        settings.put("broker.pools.customers.requests-per-second", "100000");
        settings.put("broker.callers.shop.requests-per-second", "100000");
        return settings;
    }

    static Map<String, String> connectedTo(EmbeddedPostgres postgres) {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                postgres.getJdbcUrl("postgres", "postgres"),
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres");
    }

    /// @param settings by their names in a properties file; they are given as environment variables
    static PackagedBroker launch(Map<String, String> settings) {
        return launch(settings, HEAP);
    }

    /// Most live for seconds, in which the better compiler costs more than it saves.
    ///
    /// @param heap the most that it may use, as `-Xmx` has it
    static PackagedBroker launch(Map<String, String> settings, String heap) {
        return launch(settings, shortLived(heap));
    }

    /// @param options of the virtual machine
    public static PackagedBroker launch(Map<String, String> settings, List<String> options) {
        return launch(settings, options, List.of("-jar", applicationJar().toString()));
    }

    /// With classes of another version before those of the application.
    static PackagedBroker launch(Map<String, String> settings, Path classes) {
        Path application = applicationJar();
        try (JarFile jar = new JarFile(application.toFile())) {
            return launch(
                    settings,
                    shortLived(HEAP),
                    List.of(
                            "-classpath",
                            classes + File.pathSeparator + application,
                            jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static PackagedBroker launch(Map<String, String> settings, List<String> options, List<String> program) {
        try {
            int port = freePort();
            int managementPort = freePort();
            Path output = Files.createTempFile("broker", ".log");
            output.toFile().deleteOnExit();
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(options);
            command.addAll(program);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            Map<String, String> all = new HashMap<>(settings);
            all.putIfAbsent("broker.diagnosis.at-start", "false");
            all.put("quarkus.http.host", "127.0.0.1");
            all.put("quarkus.management.host", "127.0.0.1");
            all.put("quarkus.http.port", String.valueOf(port));
            all.put("quarkus.management.port", String.valueOf(managementPort));
            builder.environment().put("AWS_ACCESS_KEY_ID", "test");
            builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
            all.forEach((name, value) -> builder.environment().put(variable(name), value));
            Process process = builder.start();
            // Also if the test that started it could not end it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new PackagedBroker(process, output, port, managementPort);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> shortLived(String heap) {
        return List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    private static Path applicationJar() {
        return Path.of(System.getProperty("packaged.application"), "quarkus-run.jar");
    }

    /// Quarkus' usual form of a setting's name.
    static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    public PackagedBroker untilReady() {
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the broker ended:\n" + output());
            }
            return readiness() == 200;
        });
        return this;
    }

    /// The status of `/q/health/ready`, 0 if nothing answers.
    public int readiness() {
        try {
            return management("/q/health/ready").statusCode();
        } catch (IOException _) {
            return 0;
        }
    }

    HttpResponse<String> management(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .build());
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build());
    }

    /// As a caller.
    HttpResponse<String> get(String path, String jwt) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + jwt)
                .build());
    }

    /// Sends lines as they are read, without knowing how many there will be.
    CompletableFuture<HttpResponse<String>> importLater(String pool, String jwt, InputStream lines) {
        return HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/pools/" + pool + "/imports"))
                        .header("Authorization", "Bearer " + jwt)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofInputStream(() -> lines))
                        .build(),
                BodyHandlers.ofString());
    }

    /// The API's port.
    public int port() {
        return port;
    }

    public HttpResponse<String> issue(String jwt, String body) {
        return issueLater(jwt, body).join();
    }

    CompletableFuture<HttpResponse<String>> issueLater(String jwt, String body) {
        return HTTP.sendAsync(request("POST", "/v1/tokens", jwt, body), BodyHandlers.ofString());
    }

    /// @param body empty for none
    HttpResponse<String> call(String method, String path, String jwt, String body) throws IOException {
        return send(request(method, path, jwt, body));
    }

    /// @param headers names and values, by turns
    HttpResponse<String> issue(String jwt, String body, String... headers) throws IOException {
        return send(HttpRequest.newBuilder(request("POST", "/v1/tokens", jwt, body), (_, _) -> true)
                .headers(headers)
                .build());
    }

    private HttpRequest request(String method, String path, String jwt, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + jwt)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// SIGTERM, as Kubernetes sends it.
    public void terminate() {
        process.destroy();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the broker did not end:\n" + output());
        }
        return process.exitValue();
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
