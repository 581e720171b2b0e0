package org.identitybroker.emulator.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.Headers;
import org.identitybroker.emulator.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The text that is signed, where the AWS SDK of the other tests does not go.
class CanonicalRequestTest {
    private static final String EMPTY_SHA_256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void itIsMadeAsAwsDescribes() {
        var headers = new Headers(List.of(
                Map.entry("Host", "example.com"),
                Map.entry("X-Amz-Meta", "  a   b "),
                Map.entry("x-amz-meta", "c"),
                Map.entry("Unsigned", "x")));
        var request = new Request("GET", "/", "b=2&a=1", headers, Body.empty());

        assertEquals(
                "GET\n/\na=1&b=2\nhost:example.com\nx-amz-meta:a b,c\n\nhost;x-amz-meta\n" + EMPTY_SHA_256,
                new CanonicalRequest(request, List.of("host", "x-amz-meta")).text());
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "a, a=",
        "a=, a=",
        "b=1&a=2, a=2&b=1",
        "a=2&a=1, a=1&a=2",
        "a-b=1&a=1, a=1&a-b=1",
        "a=%20b, a=%20b",
    })
    void theQueryIsSortedByNameThenValue(String query, String canonical) {
        var request = new Request("GET", "/", query, new Headers(List.of()), Body.empty());

        assertEquals(
                canonical, new CanonicalRequest(request, List.of("host")).text().split("\n")[2]);
    }
}
