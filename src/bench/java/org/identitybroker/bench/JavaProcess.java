package org.identitybroker.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/// A main class of the benchmark's own in its own process, spoken to by lines.
final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader says;
    private final Writer hears;

    JavaProcess(Class<?> main, List<String> options, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(words));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        says = process.inputReader(UTF_8);
        hears = process.outputWriter(UTF_8);
    }

    /// The rest of the next line that starts with this.
    String await(String start) throws IOException {
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        throw new IOException("the process ended before it said: " + start);
    }

    void tell(String line) throws IOException {
        hears.write(line + "\n");
        hears.flush();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
