package org.identitybroker.setting;

import java.util.List;

/// A part of the broker that has read its settings and can say what is wrong with them.
public interface CheckedSettings {
    /// One line for each wrong setting; empty if the broker may start with them.
    List<String> mistakes();
}
