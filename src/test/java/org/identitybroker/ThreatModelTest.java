package org.identitybroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of invariants in the threat model names the tests that hold them. A test that is renamed or goes must not
/// leave a promise there that nothing holds.
class ThreatModelTest {
    private static final Path THREAT_MODEL = Path.of("docs/threat-model.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final String SUFFIX = ".java";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /// An annotation that makes a test, whatever else stands between, and the method's name.
    private static final Pattern TEST = Pattern.compile("(?ms)^ +@(?:Test|ParameterizedTest|TestFactory)\\b.*?"
            + "^ +(?:public )?(?:void|Stream<DynamicTest>) (\\w+)\\(");

    @Test
    void everyInvariantNamesItsTests() throws IOException {
        assertThat(invariants())
                .isNotEmpty()
                .allSatisfy(row ->
                        assertThat(namedTests(row)).as("tests of %s", row).isNotEmpty());
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> existing = existingTests();

        assertThat(invariants().stream().flatMap(ThreatModelTest::namedTests))
                .as("tests that do not exist")
                .filteredOn(test -> !existing.contains(test))
                .isEmpty();
    }

    /// The rows below the heading, without the table's own two.
    private static List<String> invariants() throws IOException {
        return Files.readAllLines(THREAT_MODEL).stream()
                .dropWhile(line -> !line.equals("## Invariants"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }

    /// What stands in backticks in a row's last cell: `Class#method`, or `Class` for all of its tests.
    private static Stream<String> namedTests(String row) {
        String[] cells = row.split("\\|");
        return QUOTED.matcher(cells[cells.length - 1]).results().map((MatchResult found) -> found.group(1));
    }

    /// In both forms. A test of a nested class has the name of its file.
    private static Set<String> existingTests() throws IOException {
        Set<String> tests = new HashSet<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString().replace(SUFFIX, "");
                TEST.matcher(Files.readString(file)).results().forEach((MatchResult found) -> {
                    tests.add(name);
                    tests.add(name + "#" + found.group(1));
                });
            }
        }
        return tests;
    }
}
