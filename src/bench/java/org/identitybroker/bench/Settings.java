package org.identitybroker.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What the command line chooses, `-Dbench.…=`.
///
/// @param only the scenarios to run; empty for all
/// @param round how long one thing is measured before the next has its turn
/// @param rounds of each
/// @param mappings in the larger of the two tables
/// @param options of the broker's virtual machine, beside those of containers
/// @param hold start everything, say where it is, and wait
record Settings(List<String> only, Duration round, int rounds, long mappings, List<String> options, boolean hold) {
    static final int CONNECTIONS = 32;

    static Settings read() {
        return new Settings(
                words("bench.only", ","),
                Duration.ofSeconds(Long.getLong("bench.seconds", 8)),
                Integer.getInteger("bench.rounds", 5),
                Long.getLong("bench.mappings", 10_000_000),
                words("bench.options", " "),
                Boolean.getBoolean("bench.hold"));
    }

    boolean chosen(String scenario) {
        return only.isEmpty() || only.contains(scenario);
    }

    /// Where the build is.
    static Path build() {
        return Path.of(System.getProperty("bench.build", "target/bench")).toAbsolutePath();
    }

    /// The packaged application; an image has it in another place than a build.
    static Path application() {
        return given("bench.application", build().resolve("quarkus-app"));
    }

    /// The AOT cache of the packaged application.
    static Path cache() {
        return given("bench.cache", application().resolve("app.aot"));
    }

    private static Path given(String name, Path otherwise) {
        return Path.of(System.getProperty(name, otherwise.toString())).toAbsolutePath();
    }

    private static List<String> words(String name, String separator) {
        return Arrays.stream(System.getProperty(name, "").split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
