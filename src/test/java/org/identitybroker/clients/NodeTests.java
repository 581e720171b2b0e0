package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The tests in `src/clients` that are written for Node's own test runner.
final class NodeTests {
    private static final Path CLIENTS = Path.of("src/clients");

    private static boolean installed;

    private NodeTests() {}

    /// Runs this script in this folder. All its tests pass, and none is skipped.
    static void pass(String folder, String script, Map<String, String> environment) {
        install();
        List<String> command = List.of("node", "--test", "--test-reporter=tap", script);
        String report =
                Program.run(CLIENTS.resolve(folder), environment, command).succeeded();
        assertThat(report).contains("# fail 0", "# skipped 0").containsPattern("# pass [1-9]");
    }

    /// What the scripts import, of all folders at once, by the first test of a run that needs some of it.
    private static synchronized void install() {
        if (!installed) {
            Program.run(CLIENTS, Map.of(), List.of("npm", "ci")).succeeded();
            installed = true;
        }
    }
}
