package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.identitybroker.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The code in `docs/clients` is that of the files in `src/clients`, which run.
class ClientGuidesTest {
    private static final Path GUIDES = Path.of("docs/clients");

    /// Commands to install a library: they are in no file that runs here.
    private static final List<String> NOT_CUT = List.of("npm install ", "pip install ");

    /// What a language has for `MAY_PASS = "rate-limited", "overloaded", …`
    private static final Pattern MAY_PASS =
            Pattern.compile("(?i)may_?pass(?:: Set<String>)? = [^\"']{0,40}(?:[\"'][a-z-]+[\"'],?\\s*)+");

    private static final Pattern QUOTED = Pattern.compile("[\"']([a-z-]+)[\"']");

    static List<Path> guides() {
        return GuideBlock.guidesIn(GUIDES);
    }

    @ParameterizedTest
    @MethodSource("guides")
    void everyBlockIsCutFromAFile(Path guide) {
        assertThat(GuideBlock.of(guide))
                .filteredOn(block -> NOT_CUT.stream().noneMatch(block.text()::startsWith))
                .allSatisfy(block -> assertThat(block.source()).contains(block.text()));
    }

    @ParameterizedTest
    @MethodSource("guides")
    void everyGuideIsInTheTable(Path guide) throws IOException {
        assertThat(Files.readString(GUIDES.resolve("README.md"))).contains(guide.getFileName() + ")");
    }

    @Test
    void theTableKnowsEveryCode() throws IOException {
        assertThat(Files.readString(GUIDES.resolve("README.md")))
                .contains(Arrays.stream(ProblemCode.values())
                        .map(code -> "`" + code.code() + "`")
                        .toList());
    }

    @Test
    void everyPlatformTriesAgainAfterTheSameCodes() {
        List<String> expected = Arrays.stream(ProblemCode.values())
                .filter(ProblemCode::retryable)
                .map(ProblemCode::code)
                .toList();
        List<String> lists = new ArrayList<>();
        for (Path guide : guides()) {
            for (GuideBlock block : GuideBlock.of(guide)) {
                Matcher list = MAY_PASS.matcher(block.text());
                while (list.find()) {
                    lists.add(guide.toString());
                    assertThat(codesIn(list.group()))
                            .as(guide.toString())
                            .containsExactlyInAnyOrderElementsOf(expected);
                }
            }
        }
        assertThat(lists).hasSizeGreaterThanOrEqualTo(5);
    }

    private static List<String> codesIn(String list) {
        return QUOTED.matcher(list)
                .results()
                .map(code -> code.group(1))
                .filter(code -> !code.equals("backend-unavailable"))
                .toList();
    }
}
