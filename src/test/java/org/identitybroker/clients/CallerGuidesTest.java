package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.identitybroker.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The code in `docs/callers` is that of the files in `src/clients`, which run; what is no code can be read, and its
/// settings are documented.
class CallerGuidesTest {
    private static final Path GUIDES = Path.of("docs/callers");
    private static final Path SETTINGS = Path.of("docs/configuration.md");
    private static final Set<String> CODE = Set.of("sh", "java", "js", "python", "ini");

    private static final Pattern SETTING =
            Pattern.compile("broker\\.(issuers|callers|pools)\\.[a-z0-9-]+\\.([a-z-]+)=.+");

    static Stream<GuideBlock> blocks() {
        return GuideBlock.guidesIn(GUIDES).stream().flatMap(guide -> GuideBlock.of(guide).stream());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void codeIsCutFromAFileThatRuns(GuideBlock block) {
        block.source()
                .ifPresentOrElse(
                        source -> assertThat(block.text()).as(block.above()).isEqualTo(source),
                        () -> assertThat(CODE)
                                .as("where is this from?%n%s", block.text())
                                .doesNotContain(block.language()));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void whatIsNoCodeCanBeRead(GuideBlock block) throws IOException {
        switch (block.language()) {
            case "json" ->
                assertThat(new ObjectMapper().readTree(block.text()).isObject()).isTrue();
            case "yaml" -> {
                List<JsonNode> documents = new YAMLMapper()
                        .readerFor(JsonNode.class)
                        .<JsonNode>readValues(block.text())
                        .readAll();
                assertThat(documents).isNotEmpty().allMatch(JsonNode::isObject);
            }
            case "properties" -> {
                String settings = Files.readString(SETTINGS);
                assertThat(block.text().lines().filter(line -> !line.isBlank()))
                        .isNotEmpty()
                        .allSatisfy(line -> {
                            Matcher setting = SETTING.matcher(line);
                            assertThat(setting.matches()).as(line).isTrue();
                            assertThat(section(settings, setting.group(1))).contains("| `" + setting.group(2) + "` |");
                        });
            }
            default -> assertThat(CODE).contains(block.language());
        }
    }

    /// What is said there of the settings of callers, for example.
    private static String section(String settings, String kind) {
        String heading = "## `broker." + kind + ".NAME.`";
        assertThat(settings).contains(heading);
        return settings.substring(settings.indexOf(heading) + heading.length()).split("\n## ", 2)[0];
    }

    @Test
    void everyGuideIsInTheList() throws IOException {
        String list = Files.readString(GUIDES.resolve("README.md"));
        assertThat(blocks().map(block -> "](" + block.guide().getFileName() + ")"))
                .filteredOn(link -> !link.contains("README"))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(list).contains(link));
    }

    @Test
    void everyCodeHasItsAnswer() throws IOException {
        String retries = Files.readString(GUIDES.resolve("retries.md"));
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(retries.lines().filter(line -> line.startsWith("|") && line.contains("`" + code.code() + "`")))
                    .as(code.code())
                    .singleElement()
                    .asString()
                    .contains(code.retryable() ? "| yes |" : "| no");
        }
    }

    /// The same in every language.
    @Test
    void everyClientTriesAgainAfterTheCodesThatMayPass() throws IOException {
        List<String> expected = Arrays.stream(ProblemCode.values())
                .filter(ProblemCode::retryable)
                .map(ProblemCode::code)
                .toList();
        Pattern list = Pattern.compile("(?s)MAY_PASS\\s*=.*?[\\])]");
        for (String file : List.of("java/com/example/login/Broker.java", "node/broker.mjs", "python/broker.py")) {
            Matcher mayPass =
                    list.matcher(Files.readString(Path.of("src/clients/callers").resolve(file)));
            assertThat(mayPass.find()).as(file).isTrue();
            assertThat(Pattern.compile("[\"']([a-z-]+)[\"']")
                            .matcher(mayPass.group())
                            .results()
                            .map(code -> code.group(1)))
                    .as(file)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
