package org.identitybroker.exchange;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.regex.Pattern;

/// How much of a body the broker reads, and for how long.
final class BodyLimit {
    /// 512 KiB. Nine public logins of the longest kind that Cognito takes (50,000 characters each, Cognito's
    /// service model, LoginsMap) and fifty principal tags fit in with room to spare.
    static final int BYTES_MAX = 512 * 1024;

    /// For the whole of a body that is not streamed, however its parts come: half a megabyte over a bad line takes
    /// less, and a sender that drips must not keep a slot.
    static final Duration TIME_MAX = Duration.ofSeconds(10);

    /// An import is read line by line and kept nowhere as a whole, so its length costs nothing.
    private static final Pattern STREAMED = Pattern.compile("/v1/pools/[^/]+/imports");

    private BodyLimit() {}

    /// Whether the whole body is here, whoever has read how much of it. The server itself does not say so of a request
    /// that is paused, as those are whose body is read by a thread of its own.
    static boolean hasArrived(HttpServerRequest request) {
        return request.isEnded() || (!isOfUntoldLength(request) && request.bytesRead() >= declaredLength(request));
    }

    private static boolean isOfUntoldLength(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /// The declared length of the body, 0 if none is declared; one that is no number is left to the HTTP server.
    static long declaredLength(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? 0 : Long.parseLong(declared);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Whether a request's body may have any length.
    static boolean isStreamed(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && STREAMED.matcher(request.path()).matches();
    }
}
