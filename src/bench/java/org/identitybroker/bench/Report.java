package org.identitybroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The table, as docs/benchmarks.md has it.
final class Report {
    private final List<Figure> figures;
    private final Machine machine;
    private final Settings settings;

    Report(List<Figure> figures, Machine machine, Settings settings) {
        this.figures = figures;
        this.machine = machine;
        this.settings = settings;
    }

    /// What was chosen is not the whole: it is left in the build's directory.
    void write() throws IOException {
        Path file = settings.only().isEmpty() && settings.options().isEmpty()
                ? Path.of("docs", "benchmarks.md")
                : Settings.build().resolve("benchmarks.md");
        Files.writeString(file, text());
        System.out.println("written to " + file);
    }

    String text() {
        return """
                # What the broker costs

                Written by `./mvnw -Pbench verify`; [performance.md](performance.md) says what is measured and how.

                | figure | measured | must reach | | of which |
                |---|---|---|---|---|
                %s

                Run on %s, %d rounds of %d s of each. Load, broker, Postgres and the stub of Cognito share the cores.

                - %s
                - %s
                - %s
                """.formatted(
                        figures.stream().map(Figure::row).collect(Collectors.joining("\n")),
                        Machine.today(),
                        settings.rounds(),
                        settings.round().toSeconds(),
                        machine.hardware(),
                        machine.software(),
                        machine.database());
    }
}
