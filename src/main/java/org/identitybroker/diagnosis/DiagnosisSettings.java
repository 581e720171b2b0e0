package org.identitybroker.diagnosis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// What is wrong with a pool: the [diagnosis](diagnosis.md).
///
/// As text; [DiagnosisLimits] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.diagnosis")
interface DiagnosisSettings {
    /// Whether each pool is diagnosed after the start, in the background, and what is found is logged as
    /// warnings.
    ///
    /// @return `true` or `false`
    @WithDefault("true")
    String atStart();

    /// A diagnosis that is younger is answered again, so that nobody can use up AWS' patience by asking.
    ///
    /// @return duration above zero, at most `PT10M`
    @WithDefault("PT5S")
    String minInterval();

    /// Pools that are meant to let in guests. It changes nothing but what a diagnosis thinks of it.
    ///
    /// @return names of configured pools, comma-separated; absent: none
    Optional<String> poolsWithGuests();
}
