package org.identitybroker.health;

import java.util.List;

/// Ends the start. Its message is for the operator: one line for each wrong setting, and no trace.
final class WrongSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongSettingsException(List<String> mistakes) {
        super("The settings are wrong:\n  " + String.join("\n  ", mistakes), null, false, false);
    }
}
