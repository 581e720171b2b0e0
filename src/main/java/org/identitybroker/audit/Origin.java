package org.identitybroker.audit;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import org.identitybroker.exchange.LogKeys;
import org.identitybroker.exchange.RequestId;

/// Who asked, and in which exchange.
///
/// @param caller the operator's name of the caller
/// @param requestId the answer's `X-Request-Id`
/// @param traceId 32 hexadecimal digits: the trace that the caller named, or that began here
/// @param clientAddress of the connection's other end, or what a trusted proxy says of it
public record Origin(String caller, String requestId, Optional<String> traceId, Optional<String> clientAddress) {
    /// An IPv6 address with its zone, or a host name of a trusted proxy's word.
    private static final int ADDRESS_LENGTH_MAX = 64;

    public static Origin of(String caller, HttpServerRequest request) {
        return new Origin(
                caller,
                RequestId.of(request),
                LogKeys.traceId(),
                Optional.ofNullable(request.remoteAddress()).flatMap(Origin::address));
    }

    private static Optional<String> address(SocketAddress address) {
        return Optional.ofNullable(address.hostAddress())
                .or(() -> Optional.ofNullable(address.host()))
                .filter(text -> text.length() <= ADDRESS_LENGTH_MAX);
    }
}
