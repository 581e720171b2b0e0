package org.identitybroker.playground;

import java.util.Map;

/// A request that the login system sent, and its answer: what the page cannot see by itself. The caller's JWT is cut.
///
/// @param requestId of the request of the page that made the login system send it
/// @param to `issuer` or `broker`
public record Exchange(
        String requestId,
        String to,
        String method,
        String url,
        Map<String, String> requestHeaders,
        String requestBody,
        int status,
        Map<String, String> responseHeaders,
        String responseBody,
        long millis) {
    /// Has tokens in it.
    @Override
    public String toString() {
        return "Exchange[redacted]";
    }
}
