package org.identitybroker.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `deploy/aws/README.md` tells of the template as it is.
class GuideTest {
    private static final Pattern PARAMETER_ROW =
            Pattern.compile("^\\| `(\\w+)` \\| (?:(?:`([^`]+)`|(required)) )?\\|", Pattern.MULTILINE);
    private static final Pattern OUTPUT_ROW =
            Pattern.compile("^\\| ((?:`\\w+`(?:, )?)+) \\| [^|]+ \\|$", Pattern.MULTILINE);
    private static final Pattern DEPLOY = Pattern.compile("aws cloudformation deploy (?:[^\\n]*\\\\\\n)*[^\\n]*");
    private static final Pattern OVERRIDE = Pattern.compile("\\b([A-Z]\\w+)=(\\S+)");

    private final String guide = read();

    @Test
    void everyParameterIsToldWithItsDefault() {
        Map<String, String> told = new LinkedHashMap<>();
        matches(PARAMETER_ROW, section("## Parameters"))
                .forEach(row -> told.put(row.group(1), row.group(3) == null ? textOf(row.group(2)) : "required"));
        Map<String, String> declared = new LinkedHashMap<>();
        Template.CONTENT
                .path("Parameters")
                .properties()
                .forEach(parameter -> declared.put(
                        parameter.getKey(), parameter.getValue().path("Default").asText("required")));

        assertThat(told).containsExactlyEntriesOf(declared);
    }

    @Test
    void everyOutputIsTold() {
        List<String> told = matches(OUTPUT_ROW, section("## Parameters"))
                .flatMap(row -> Arrays.stream(row.group(1).split(", ", -1)))
                .map(name -> name.replace("`", ""))
                .toList();

        assertThat(told).isNotEmpty().containsExactlyInAnyOrderElementsOf(names("Outputs"));
    }

    @Test
    void everyParameterIsShownInItsGroup() {
        List<String> grouped = new ArrayList<>();
        Template.CONTENT
                .at("/Metadata/AWS::CloudFormation::Interface/ParameterGroups")
                .forEach(group -> group.path("Parameters").forEach(name -> grouped.add(name.asText())));

        assertThat(grouped).containsExactlyElementsOf(names("Parameters"));
    }

    @Test
    void commandsAreAcceptedByTheTemplate() {
        List<String> commands = matches(DEPLOY, guide).map(MatchResult::group).toList();

        assertThat(commands).hasSize(6).allSatisfy(command -> {
            assertThat(command)
                    .contains("--template-file deploy/aws/identity-broker.yaml", "--capabilities CAPABILITY_IAM");
            assertThat(Stack.of(overrides(command)).complaints()).isEmpty();
        });
    }

    /// A command that makes a stack says all that it needs; one that changes it keeps the provider that it has.
    private static String[] overrides(String command) {
        Stream<String> given =
                matches(OVERRIDE, command).flatMap(override -> Stream.of(override.group(1), override.group(2)));
        Stream<String> untold =
                command.contains("DeveloperProviderName=") ? Stream.of("OidcProviderArn", "") : Stream.of();
        return Stream.concat(untold, given).toArray(String[]::new);
    }

    private static String textOf(String orNull) {
        return orNull == null ? "" : orNull;
    }

    private String section(String heading) {
        int start = guide.indexOf(heading);
        return guide.substring(start, guide.indexOf("\n## ", start));
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static List<String> names(String part) {
        List<String> names = new ArrayList<>();
        Template.CONTENT.path(part).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String read() {
        try {
            return Files.readString(Path.of("deploy/aws/README.md"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
