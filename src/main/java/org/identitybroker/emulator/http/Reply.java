package org.identitybroker.emulator.http;

import java.util.Map;

/// What becomes of a request.
public sealed interface Reply {
    /// An HTTP response; `Content-Length` is added by the server.
    record Answer(int status, Map<String, String> headers, Body body) implements Reply {}

    /// The connection is closed without a byte, as when a server dies or a network fails.
    record Silence() implements Reply {}
}
