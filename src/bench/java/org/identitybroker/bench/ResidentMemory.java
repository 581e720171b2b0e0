package org.identitybroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Of one process, in MiB, as Linux counts it.
///
/// @param most since it was started
record ResidentMemory(long now, long most) {
    static ResidentMemory of(long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        return new ResidentMemory(mebibytes(status, "VmRSS:"), mebibytes(status, "VmHWM:"));
    }

    private static long mebibytes(Path status, String name) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name + " in " + status));
    }
}
