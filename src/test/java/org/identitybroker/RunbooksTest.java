package org.identitybroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whoever is woken by an alert finds what to do about it, and nothing about alerts that are gone.
class RunbooksTest {
    private static final Path ALERTS = Path.of("deploy/observability/alerts.yaml");
    private static final Path OPERATIONS = Path.of("docs/operations.md");
    private static final Pattern ALERT = Pattern.compile(" *- alert: (\\w+)");
    private static final Pattern RUNBOOK = Pattern.compile("### ([A-Z]\\w+)");

    @Test
    void everyAlertHasItsRunbook() throws IOException {
        List<String> runbooks = Files.readAllLines(OPERATIONS).stream()
                .dropWhile(line -> !line.equals("## Runbooks"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .map(RUNBOOK::matcher)
                .filter(Matcher::matches)
                .map(heading -> heading.group(1))
                .toList();
        List<String> alerts = Files.readAllLines(ALERTS).stream()
                .map(ALERT::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
        assertThat(runbooks).isNotEmpty().containsExactlyElementsOf(alerts);
    }
}
