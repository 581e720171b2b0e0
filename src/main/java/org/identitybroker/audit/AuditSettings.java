package org.identitybroker.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The [audit trail](audit.md). It cannot be turned off.
///
/// As text; [AuditLimits] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.audit")
interface AuditSettings {
    /// How long events are kept; they go by whole months, when the last of the month is older.
    ///
    /// @return duration, `P1D` to `P36525D`
    @WithDefault("P400D")
    String retention();

    /// Whether each event is also logged as JSON, in the category `audit`, without the user id.
    ///
    /// @return `true` or `false`
    @WithDefault("true")
    String log();
}
