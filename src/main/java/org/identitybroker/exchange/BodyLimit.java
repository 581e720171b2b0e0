package org.identitybroker.exchange;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/// How much of a body the broker reads.
final class BodyLimit {
    /// 512 KiB. Nine public logins of the longest kind that Cognito takes (50,000 characters each, Cognito's
    /// service model, LoginsMap) and fifty principal tags fit in with room to spare.
    static final int BYTES_MAX = 512 * 1024;

    /// An import is read line by line and kept nowhere as a whole, so its length costs nothing.
    private static final Pattern STREAMED = Pattern.compile("/v1/pools/[^/]+/imports");

    private BodyLimit() {}

    /// Whether a request's body may have any length.
    static boolean isStreamed(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && STREAMED.matcher(request.path()).matches();
    }
}
