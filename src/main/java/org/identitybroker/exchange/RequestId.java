package org.identitybroker.exchange;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The id that ties an answer, its log lines and its audit event together.
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    /// Narrow enough that an id can stand in a log line or a header unescaped.
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /// The caller's id if it may be used as it is, else a new one.
    static String choose(@Nullable String offered) {
        return offered != null && ACCEPTED.matcher(offered).matches()
                ? offered
                : UUID.randomUUID().toString();
    }

    /// The id of the exchange that this request is part of.
    public static String of(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String chosen = response.headers().get(HEADER);
        return chosen == null ? "" : chosen;
    }
}
