package org.identitybroker.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The sample login system, `src/clients/backend`.
record AppBackend(Process process, String url) implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/clients/backend/backend.mjs");

    static AppBackend start(Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of("node", SCRIPT.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            // Also if the test that started it could not end it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            // It prints its address when it serves.
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String url = output.readLine();
            if (url == null) {
                throw new IllegalStateException("the app's backend did not start");
            }
            return new AppBackend(process, url);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
