package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.identitybroker.store.NextMigrations;

/// The broker's next version, as far as the database can tell: the packaged application, and before it on the
/// class path one class of its own that brings [NextMigrations] with it. Which migrations an application has is
/// settled when it is built, so no setting could add them.
final class NextVersion {
    private static final Path SOURCE = Path.of("src/main/java/org/identitybroker/store/MigrationLimits.java");
    private static final String SET_UP = "flyway.callbacks(new BeforeEachMigration());";

    private NextVersion() {}

    /// What has to be first on the class path.
    ///
    /// @param folder an empty one
    static Path madeIn(Path folder) throws IOException {
        String source = Files.readString(SOURCE);
        assertThat(source).contains(SET_UP);
        Path changed = folder.resolve(SOURCE.getFileName());
        Files.writeString(changed, source.replace(SET_UP, SET_UP + " NextMigrations.addTo(flyway);"));
        String classPath = System.getProperty("java.class.path");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), "-cp", classPath, changed.toString()))
                .isZero();
        copyCompiled(folder, "org/identitybroker/store/NextMigrations.class");
        copyCompiled(folder, "org/identitybroker/store/NextMigrations$NextMigration.class");
        for (String migration : NextMigrations.NAMES) {
            copyCompiled(folder, NextMigrations.FOLDER + "/" + migration);
        }
        return folder;
    }

    private static void copyCompiled(Path folder, String name) throws IOException {
        Path target = folder.resolve(name);
        Files.createDirectories(target.getParent());
        Files.copy(Path.of("target/test-classes").resolve(name), target);
    }
}
