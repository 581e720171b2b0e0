package org.identitybroker.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.identitybroker.setting.DocumentedSettings.Section;
import org.identitybroker.setting.DocumentedSettings.Setting;
import org.junit.jupiter.api.Test;

/// docs/configuration.md says what the sources say. After a change of a setting:
/// `./mvnw test -Dtest=ConfigurationTest -Dconfiguration.renew=true`.
class ConfigurationTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final String BEGIN = "<!-- Made from the settings' doc comments; see ConfigurationTest. -->\n";
    private static final String END = "<!-- End of what is made. -->\n";

    /// In a document, a setting or several: `broker.pools.customers.token-duration`.
    private static final Pattern NAMED = Pattern.compile("(?<![\\w./-])broker(?:\\.[A-Za-z0-9-]+){2,}");

    /// A setting that is read without a mapping would be missing from the document.
    private static final Pattern READ_ALONE = Pattern.compile("@ConfigProperty\\(name = \"broker\\.");

    @Test
    void theDocumentSaysWhatTheSourcesSay() throws IOException {
        String document = Files.readString(DOCUMENT);
        String expected = replaceMade(document, tables(DocumentedSettings.in(SOURCES)));
        if (Boolean.getBoolean("configuration.renew")) {
            Files.writeString(DOCUMENT, expected);
        } else {
            assertThat(document)
                    .as("renew it: ./mvnw test -Dtest=ConfigurationTest -Dconfiguration.renew=true")
                    .isEqualTo(expected);
        }
    }

    /// A setting that was renamed must not live on in a document.
    @Test
    void everySettingThatADocumentNamesExists() throws IOException {
        List<Pattern> existing = DocumentedSettings.in(SOURCES).stream()
                .flatMap(section -> section.settings().stream().map(setting -> pattern(section, setting)))
                .toList();
        Map<String, Path> unknown = new TreeMap<>();
        for (Path document : documents()) {
            for (String line : Files.readAllLines(document)) {
                NAMED.matcher(line)
                        .results()
                        .map(MatchResult::group)
                        .filter(name -> existing.stream()
                                .noneMatch(pattern -> pattern.matcher(name).matches()))
                        .forEach(name -> unknown.put(name, document));
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everySettingHasAMapping() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            assertThat(sources.filter(path -> path.toString().endsWith(".java")))
                    // Demo builds read back what application.properties sets.
                    .filteredOn(path -> !path.toString().contains("/dev/")
                            && !path.toString().contains("/playground/"))
                    .allSatisfy(path -> assertThat(
                                    READ_ALONE.matcher(Files.readString(path)).find())
                            .as("%s", path)
                            .isFalse());
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(Path.of("README.md"), Path.of("SECURITY.md")));
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            files.filter(path -> path.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    /// Also matches a name that stops before the setting's own part, such as `broker.pools.customers`.
    private static Pattern pattern(Section section, Setting setting) {
        String name = (section.prefix() + setting.name()).replace(".", "\\.");
        String any = name.replace("NAME", "[A-Za-z0-9-]+").replace("ID", "[A-Za-z0-9-]+");
        return Pattern.compile(any + "|" + section.prefix().replace(".", "\\.").replace("NAME\\.", "[A-Za-z0-9-]+"));
    }

    private static String replaceMade(String document, String made) {
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        assertThat(begin).as("the marks in %s", DOCUMENT).isLessThanOrEqualTo(end);
        return document.substring(0, begin) + "\n" + made + document.substring(end);
    }

    private static String tables(List<Section> sections) {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            text.append("## `").append(section.prefix()).append("`\n\n");
            text.append(section.about()).append("\n\n");
            text.append("| setting | form | if it is left out | meaning |\n|---|---|---|---|\n");
            section.settings().forEach(setting -> text.append(row(setting)));
            text.append('\n');
        }
        return text.toString();
    }

    private static String row(Setting setting) {
        String otherwise = setting.otherwise().equals("required") ? "**required**" : setting.otherwise();
        return "| `" + setting.name() + "` | " + cell(setting.form()) + " | " + cell(otherwise) + " | "
                + cell(setting.meaning()) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
