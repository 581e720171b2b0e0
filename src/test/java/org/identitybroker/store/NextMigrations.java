package org.identitybroker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The migrations of a version to come, beside those that there are. See `packaged.NextVersion`, which has a
/// packaged broker use them.
public final class NextMigrations implements ResourceProvider {
    public static final String FOLDER = "next";
    public static final List<String> NAMES = List.of(
            "V996__Expand_the_logins.sql",
            "V997__Expand_the_identities.sql",
            "V998__Take_longer_than_a_request_may.sql",
            "V999__Index_logins_by_age.sql");

    private final ResourceProvider present;

    private NextMigrations(ResourceProvider present) {
        this.present = present;
    }

    /// Called by the changed [MigrationLimits].
    static void addTo(FluentConfiguration flyway) {
        flyway.resourceProvider(new NextMigrations(flyway.getResourceProvider()));
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return present.getResource(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        List<LoadableResource> all = new ArrayList<>(present.getResources(prefix, suffixes));
        for (String name : NAMES) {
            if (name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith)) {
                all.add(new NextMigration(name));
            }
        }
        return all;
    }

    private static final class NextMigration extends LoadableResource {
        private final String name;

        NextMigration(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            return new InputStreamReader(
                    Objects.requireNonNull(NextMigrations.class.getResourceAsStream("/" + FOLDER + "/" + name)), UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
