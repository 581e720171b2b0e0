package org.identitybroker.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of this machine, run to its end.
record Program(int exitCode, String output, String errors) {
    /// Installing packages over a slow line takes longest.
    private static final Duration TIME_MAX = Duration.ofMinutes(3);

    /// Without this machine's own settings for AWS.
    ///
    /// @param environment added to that of this process
    static Program run(Path directory, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("program", ".out");
            Path errors = Files.createTempFile("program", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
            builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
            builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
            builder.environment().put("AWS_PAGER", "");
            // Whatever is not told where the emulator is finds nothing.
            builder.environment().put("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
            builder.environment().putAll(environment);
            int exitCode = awaited(start(builder), command);
            Program program = new Program(exitCode, read(output), read(errors));
            Files.delete(output);
            Files.delete(errors);
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new AssertionError(
                    "%s is needed on the PATH: these tests run Node.js 20 or newer, npm, Python 3 and the AWS CLI"
                            .formatted(builder.command().getFirst()),
                    missing);
        }
    }

    private static int awaited(Process process, List<String> command) {
        try {
            if (process.waitFor(TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new AssertionError(command + " took longer than " + TIME_MAX);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw new AssertionError(interrupted);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /// What it printed, if it succeeded.
    String succeeded() {
        if (exitCode != 0) {
            throw new AssertionError("exit code %d%n%s%n%s".formatted(exitCode, output, errors));
        }
        return output;
    }
}
