package org.identitybroker.emulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.Headers;
import org.identitybroker.emulator.http.Reply.Answer;

/// What lets a web page of any origin call the API, as it may call Amazon Cognito.
public final class Cors {
    static final Map<String, String> ON_EVERY_ANSWER = Map.of(
            "access-control-allow-origin",
            "*",
            "access-control-expose-headers",
            "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date");

    private static final String HEADERS_USUAL = "authorization,content-type,x-amz-content-sha256,x-amz-date,"
            + "x-amz-security-token,x-amz-target,x-amz-user-agent";
    private static final int HEADERS_LENGTH_MAX = 2048;

    private Cors() {}

    /// The answer to a preflight request: every header asked for is allowed.
    public static Answer preflight(Headers request) {
        return preflight(request, "POST, GET, OPTIONS");
    }

    /// The same for a part of the emulator with other methods.
    public static Answer preflight(Headers request, String methods) {
        String allowed = request.first("Access-Control-Request-Headers")
                .filter(asked -> asked.length() <= HEADERS_LENGTH_MAX && asked.matches("[A-Za-z0-9, _-]+"))
                .orElse(HEADERS_USUAL);
        Map<String, String> headers = new LinkedHashMap<>(ON_EVERY_ANSWER);
        headers.put("access-control-allow-methods", methods);
        headers.put("access-control-allow-headers", allowed);
        headers.put("access-control-max-age", "172800");
        return new Answer(200, headers, Body.empty());
    }
}
