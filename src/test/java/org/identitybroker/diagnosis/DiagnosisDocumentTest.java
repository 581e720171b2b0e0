package org.identitybroker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/diagnosis.md` has a row for each check, in the order of the answer, and names what the broker asks AWS.
class DiagnosisDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern ACTION = Pattern.compile("`((?:sts|iam|cognito-identity):[A-Za-z]+)`");

    @Test
    void everyCheckHasItsRow() throws Exception {
        List<String> rows = ROW.matcher(Files.readString(Path.of("docs/diagnosis.md")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(CheckId.values()).map(CheckId::text).toList());
    }

    @Test
    void theActionsAreThoseThatThePackageNames() throws Exception {
        String packageInfo = Files.readString(Path.of("src/main/java/org/identitybroker/diagnosis/package-info.java"));

        List<String> named =
                ACTION.matcher(packageInfo).results().map(each -> each.group(1)).toList();
        assertThat(named).hasSize(5);
        assertThat(Files.readString(Path.of("docs/diagnosis.md"))).contains(named);
    }
}
