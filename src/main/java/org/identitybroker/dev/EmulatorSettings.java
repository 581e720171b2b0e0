package org.identitybroker.dev;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/// `broker.emulator.…`, in builds that carry the emulator.
@ConfigMapping(prefix = "broker.emulator")
interface EmulatorSettings {
    /// 127.0.0.1, unless clients outside of this machine are meant to reach it.
    String host();

    /// 0 takes a free port.
    int port();

    /// Access keys beside `test` with secret `test`.
    Map<String, String> accessKeys();
}
