package org.identitybroker.exchange;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How much at once. What else limits connections and bodies is told [below](#connections-and-bodies).
///
/// As text; [RequestSlots] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.http")
interface HttpSettings {
    /// Requests that one replica works on at once, imports among them; what is above it is refused at once as
    /// `overloaded`. The management port is not counted.
    ///
    /// Twenty connections to the database and a few dozen calls to Cognito are never kept busy by fewer; and a
    /// thousand requests of the usual size, with their threads and buffers, take less than 100 MB.
    ///
    /// @return whole number, 1 to 100,000
    @WithDefault("1000")
    String maxConcurrentRequests();
}
