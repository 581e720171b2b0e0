package org.identitybroker.emulator.standalone;

import java.io.Serial;
import java.util.List;

/// The program was started wrongly.
final class UsageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    UsageException(List<String> mistakes) {
        super(String.join("\n", mistakes), null, false, false);
        this.mistakes = List.copyOf(mistakes);
    }

    /// One line for each.
    List<String> mistakes() {
        return mistakes;
    }
}
