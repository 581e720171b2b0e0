package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A block of a guide.
///
/// @param above the line above it, which says where it is from
record GuideBlock(Path guide, String above, String language, String text) {
    /// `<!-- src/clients/FILE -->` or `<!-- src/clients/FILE#REGION -->`
    private static final Pattern SOURCE = Pattern.compile("<!-- (src/clients/[^# ]+)(?:#(\\S+))? -->");

    static List<Path> guidesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<GuideBlock> of(Path guide) {
        List<GuideBlock> blocks = new ArrayList<>();
        List<String> lines = linesOf(guide);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                String above = i == 0 ? "" : lines.get(i - 1);
                String language = lines.get(i).substring(3);
                List<String> text = lines.subList(i + 1, lines.size()).stream()
                        .takeWhile(line -> !line.equals("```"))
                        .toList();
                i += text.size() + 1;
                blocks.add(new GuideBlock(guide, above, language, String.join("\n", text)));
            }
        }
        return blocks;
    }

    /// What stands where it says that it is from: the whole file, or what is between `region: NAME` and the next
    /// `endregion`, without the margin.
    Optional<String> source() {
        Matcher source = SOURCE.matcher(above);
        return source.matches()
                ? Optional.of(cut(linesOf(Path.of(source.group(1))), source.group(2)))
                : Optional.empty();
    }

    private String cut(List<String> lines, String region) {
        if (region == null) {
            return String.join("\n", lines);
        }
        assertThat(lines)
                .as(above)
                .filteredOn(line -> line.endsWith(" region: " + region))
                .hasSize(1);
        List<String> cut = lines.stream()
                .dropWhile(line -> !line.endsWith(" region: " + region))
                .skip(1)
                .takeWhile(line -> !line.endsWith(" endregion"))
                .toList();
        assertThat(cut).as(above).isNotEmpty();
        return String.join("\n", cut).stripTrailing().stripIndent();
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return guide.getFileName() + ": " + text.lines().findFirst().orElse("");
    }
}
