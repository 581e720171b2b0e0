package org.identitybroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Where the figures come from.
record Machine(String hardware, String software, String database) {
    static Machine of(Stage stage) throws IOException {
        Database database = stage.database();
        return new Machine(
                "%d cores (%s), %d GiB of memory, Linux %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                first("/proc/cpuinfo", "model name"),
                                Long.parseLong(first("/proc/meminfo", "MemTotal")
                                                .replaceAll("\\D", ""))
                                        / (1 << 20),
                                System.getProperty("os.version")),
                "JDK %s (%s); of the broker: `%s`"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                String.join(
                                        " ",
                                        Files.readAllLines(Path.of("deploy", "jvm.options")).stream()
                                                .filter(line -> line.startsWith("-"))
                                                .toList())),
                "Postgres %s with fsync %s, synchronous_commit %s, shared_buffers %s"
                        .formatted(
                                show(database, "server_version"),
                                show(database, "fsync"),
                                show(database, "synchronous_commit"),
                                show(database, "shared_buffers")));
    }

    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String show(Database database, String setting) {
        return database.ask("SHOW " + setting, Database.FIRST);
    }

    private static String first(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }
}
