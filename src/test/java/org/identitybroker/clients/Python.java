package org.identitybroker.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The Python that the guides' code runs in.
final class Python {
    /// The first on the PATH, or that of the distribution if the first one lacks what the guides import.
    static final String COMMAND = hasLibraries("python3") ? "python3" : "/usr/bin/python3";

    private Python() {}

    private static boolean hasLibraries(String command) {
        return Program.run(Path.of("."), Map.of(), List.of(command, "-c", "import boto3, cryptography"))
                        .exitCode()
                == 0;
    }
}
