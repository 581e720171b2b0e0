package org.identitybroker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a migration must not do, because the version before it is still running: docs/operations.md tells the
/// rules.
class MigrationRulesTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern NAME = Pattern.compile("V(\\d+)__[A-Z][a-z]+_\\w+\\.sql");

    /// The last one of the first release: nothing ran before it.
    private static final int FIRST_RELEASE = 6;

    /// What takes something away says since when nobody uses it: `-- Not used since 1.4.`
    private static final Pattern NOT_USED = Pattern.compile("(?m)^-- Not used since \\d+\\.\\d+");

    private static final Map<String, Pattern> TAKES_AWAY = Map.of(
            "drops something that the version before may use",
            Pattern.compile("\\bdrop (?:table|column|constraint|index|function|trigger)\\b"),
            "renames what the version before knows by its old name",
            Pattern.compile("\\brename\\b"),
            "empties a table",
            Pattern.compile("\\btruncate\\b"));

    private static final Map<String, Pattern> NEVER = Map.of(
            "rewrites the table, under a lock that lets nobody read",
            Pattern.compile("\\balter column \\w+ (?:set data )?type\\b"),
            "refuses rows of the version before, which does not know the column",
            Pattern.compile("\\badd (?!constraint )(?:column )?(?:if not exists )?(?![^,;]*default)[^,;]*not null"),
            "refuses rows of the version before, and reads the whole table under a lock",
            Pattern.compile("\\bset not null\\b"),
            "cannot be undone if it fails half-way; it is for an operator to run beforehand",
            Pattern.compile("\\bconcurrently\\b"),
            "cannot be made beforehand, and keeps everybody from writing meanwhile",
            Pattern.compile("\\bcreate (?:unique )?index (?!if not exists|concurrently)"),
            "reads the whole table under a lock, unless it is NOT VALID",
            Pattern.compile("\\badd constraint \\w+ (?:check|foreign key)(?![^;]*not valid)"));

    private static final Pattern LOCKED = Pattern.compile("\\b(?:alter table|index (?:if not exists )?\\w+ on) (\\w+)");
    private static final Pattern MADE = Pattern.compile("\\bcreate table (\\w+)");

    @Test
    void migrationsAreExpandOnly() throws IOException {
        for (Map.Entry<Integer, Path> migration : migrations().entrySet()) {
            if (migration.getKey() > FIRST_RELEASE) {
                assertThat(faults(Files.readString(migration.getValue())))
                        .as("%s", migration.getValue())
                        .isEmpty();
            }
        }
    }

    @Test
    void migrationsAreNumberedWithoutGaps() throws IOException {
        List<Integer> numbers = List.copyOf(migrations().keySet());
        assertThat(numbers).hasSizeGreaterThanOrEqualTo(FIRST_RELEASE);
        assertThat(numbers.getLast()).isEqualTo(numbers.size());
    }

    /// The ones of the upgrade's test keep the rules that they are a test of.
    @Test
    void whatTheUpgradeIsTestedWithIsExpandOnly() throws IOException {
        for (String name : NextMigrations.NAMES) {
            String sql = Files.readString(Path.of("src/test/resources", NextMigrations.FOLDER, name));
            assertThat(faults(sql)).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE identity DROP COLUMN status_reason;",
                "DROP TABLE import_run;",
                "ALTER TABLE identity RENAME COLUMN status TO state;",
                "TRUNCATE import_run;",
                "ALTER TABLE identity ALTER COLUMN status TYPE varchar(10);",
                "ALTER TABLE identity ADD COLUMN tier text NOT NULL;",
                "ALTER TABLE identity ADD tier text COLLATE \"C\"\n    NOT NULL;",
                "ALTER TABLE identity ALTER COLUMN status_reason SET NOT NULL;",
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS a_ix ON identity (status);",
                "CREATE INDEX a_ix ON identity (status);",
                "CREATE UNIQUE INDEX a_ix ON identity (status);",
                "ALTER TABLE identity ADD CONSTRAINT a CHECK (status <> '');",
                "ALTER TABLE identity ADD tier text;\nALTER TABLE developer_login ADD last_seen_at timestamptz;",
                "ALTER TABLE identity ADD tier text;\nCREATE INDEX IF NOT EXISTS a_ix ON developer_login (linked_by);",
            })
    void whatTheVersionBeforeCannotBearIsAFault(String sql) {
        assertThat(faults(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE identity ADD COLUMN tier text;",
                "ALTER TABLE identity ADD COLUMN tier text NOT NULL DEFAULT 'standard';",
                "CREATE TABLE device (name text NOT NULL, CONSTRAINT device_pk PRIMARY KEY (name));",
                "CREATE INDEX IF NOT EXISTS a_ix ON identity (status);",
                "ALTER TABLE identity ADD tier text;\nCREATE TABLE a (b text);\nCREATE INDEX IF NOT EXISTS c ON a (b);",
                "ALTER TABLE identity ADD COLUMN tier text DEFAULT 'standard' NOT NULL;",
                "ALTER TABLE identity ADD CONSTRAINT a CHECK (status IS NOT NULL) NOT VALID;",
                "ALTER TABLE identity ALTER COLUMN status_reason DROP NOT NULL;",
                "-- A new one, since we cannot RENAME it.\nALTER TABLE identity ADD COLUMN tier text;",
                "-- Not used since 1.4.\nALTER TABLE identity DROP COLUMN tier;",
            })
    void whatItNeedNotKnowIsNone(String sql) {
        assertThat(faults(sql)).isEmpty();
    }

    private static List<String> faults(String sql) {
        String statements = sql.replaceAll("--.*", "").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        List<String> faults = new ArrayList<>();
        NEVER.forEach((fault, pattern) -> {
            if (pattern.matcher(statements).find()) {
                faults.add(fault);
            }
        });
        if (!NOT_USED.matcher(sql).find()) {
            TAKES_AWAY.forEach((fault, pattern) -> {
                if (pattern.matcher(statements).find()) {
                    faults.add(fault);
                }
            });
        }
        Set<String> locked = names(LOCKED, statements);
        locked.removeAll(names(MADE, statements));
        if (locked.size() > 1) {
            faults.add("locks several tables at once, and may wait for a request that waits for it: " + locked);
        }
        return faults;
    }

    private static Set<String> names(Pattern pattern, String statements) {
        return pattern.matcher(statements)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<Integer, Path> migrations() throws IOException {
        Map<Integer, Path> byNumber = new TreeMap<>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                assertThat(name.matches()).as("%s", file).isTrue();
                byNumber.put(Integer.valueOf(name.group(1)), file);
            }
        }
        return byNumber;
    }
}
