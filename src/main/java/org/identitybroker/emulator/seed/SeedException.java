package org.identitybroker.emulator.seed;

import java.io.Serial;
import java.util.List;

/// A seed file that cannot be used.
public final class SeedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    SeedException(List<String> mistakes) {
        super(String.join("\n", mistakes), null, false, false);
        this.mistakes = List.copyOf(mistakes);
    }

    /// One line for each; they name no values.
    public List<String> mistakes() {
        return mistakes;
    }
}
