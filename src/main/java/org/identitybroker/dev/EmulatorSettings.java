package org.identitybroker.dev;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/// The [emulator](emulator.md), in dev, test and demo only: other builds have neither it nor these settings. It
/// has every configured pool, with guest access, and knows the users in the database. The broker calls it
/// unless `broker.cognito.endpoint` is set.
@ConfigMapping(prefix = "broker.emulator")
interface EmulatorSettings {
    /// The address to listen on; another one only if clients outside of this machine are meant to reach it.
    ///
    /// @return IP address; absent: `127.0.0.1`
    String host();

    /// The port to listen on.
    ///
    /// @return port, 0 for a free one; absent: `4567`
    int port();

    /// The secret of an access key that the emulator accepts beside `test` with secret `test`.
    ///
    /// @return text; absent: no others
    Map<String, String> accessKeys();
}
