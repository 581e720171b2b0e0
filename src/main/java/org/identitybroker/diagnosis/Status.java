package org.identitybroker.diagnosis;

import java.util.Locale;

/// How a check ended, from good to bad.
enum Status {
    PASS,
    /// It works, but not as well or as safely as it should; or it could not be checked.
    WARN,
    /// Users or guests are refused, or will be soon, or somebody gets what is not theirs.
    FAIL;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Status worse(Status other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
