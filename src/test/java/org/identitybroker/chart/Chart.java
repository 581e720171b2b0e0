package org.identitybroker.chart;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The chart in `deploy/helm`, and what Helm makes of it.
final class Chart {
    static final Path DIRECTORY = Path.of("deploy/helm/identity-broker");

    /// The value sets in `ci`: examples for readers, and what the tests render.
    static final List<String> VALUE_SETS = List.of("minimal", "production", "ingress", "gateway", "plain");

    /// A version that the chart is for; the library's own default is too old for it.
    private static final String KUBERNETES = "1.33.0";

    /// Helm's library leaves hooks out of what it renders. Under another name they are objects like all others.
    private static final String HOOK = "helm.sh/hook";

    private static final String NO_HOOK = "rendered/hook";

    /// Merges as Helm does: maps grow, lists are replaced.
    private static final YAMLMapper YAML = new YAMLMapper();

    static {
        YAML.configOverride(ArrayNode.class).setMergeable(false);
    }

    private final Path directory;

    private Chart(Path directory) {
        this.directory = directory;
    }

    /// A copy, which may be written to.
    static Chart in(Path scratch) {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = scratch.resolve(DIRECTORY.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace(HOOK, NO_HOOK));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Chart(scratch);
    }

    static Path values(String valueSet) {
        return DIRECTORY.resolve("ci").resolve(valueSet + "-values.yaml");
    }

    /// All objects, hooks among them, as one YAML stream.
    ///
    /// @throws IllegalStateException with Helm's words, if the values are refused
    String render(String valueSet, String release) {
        return render(values(valueSet), release);
    }

    String render(String valueSet) {
        return render(valueSet, "broker");
    }

    String render(Path values, String release) {
        return new Helm(directory)
                .template()
                .withName(release)
                .withNamespace("identity")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values)
                .call()
                .replace(NO_HOOK, HOOK);
    }

    /// Renders a value set with some of its values changed.
    ///
    /// @param changes YAML; a map is merged, everything else replaced
    String renderWith(String valueSet, String changes) {
        Path file = directory.resolve("changed-values.yaml");
        write(file, merged(values(valueSet), changes));
        return render(file, "broker");
    }

    /// What is printed after an installation.
    String notes(String valueSet) {
        String output = new Helm(directory)
                .install()
                .withName("broker")
                .withNamespace("identity")
                .withKubeVersion(KUBERNETES)
                .clientOnly()
                .dryRun()
                .withValuesFile(values(valueSet))
                .call()
                .getOutput();
        return output.substring(output.indexOf("NOTES:"));
    }

    /// `helm lint --strict` takes no values here, so the copy's own become the value set.
    LintResult lint(String valueSet) {
        Path own = directory.resolve("values.yaml");
        String before = read(own);
        try {
            write(own, merged(own, read(values(valueSet))));
            return new Helm(directory).lint().strict().call();
        } finally {
            write(own, before);
        }
    }

    private static String merged(Path values, String changes) {
        try {
            ObjectNode tree = (ObjectNode) YAML.readTree(values.toFile());
            ObjectReader merging = YAML.readerForUpdating(tree);
            return YAML.writeValueAsString(merging.readValue(changes));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Compares what was rendered with what is kept, and leaves it in `target/chart` if it differs. With
    /// `-Dchart.renew` it is kept from now on instead.
    static void compare(Path kept, String rendered) {
        if (Boolean.parseBoolean(System.getProperty("chart.renew", "false"))) {
            write(kept, rendered);
        }
        if (!Files.exists(kept) || !read(kept).equals(rendered)) {
            Path actual = Path.of("target/chart").resolve(kept.toString());
            write(actual, rendered);
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "The chart renders something else than what is kept: diff %s %s%n"
                            + "If that is meant: ./mvnw test -Dtest='KeptRendersTest,PlainManifestsTest' -Dchart.renew=true",
                    kept,
                    actual));
        }
    }
}
