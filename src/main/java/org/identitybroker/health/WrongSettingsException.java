package org.identitybroker.health;

/// Ends the start, without a trace: the log has a line for each wrong setting.
final class WrongSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongSettingsException(int mistakes) {
        super("settings that are wrong: " + mistakes + "; each has a line above", null, false, false);
    }
}
