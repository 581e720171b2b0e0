package org.identitybroker.emulator.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.identitybroker.emulator.http.Request;

/// The text of a request over which Signature Version 4 is made (AWS documentation: "Create a signed AWS API
/// request").
///
/// @param payloadHash what stands for the body: its hash, or what a service takes instead of one
public record CanonicalRequest(Request request, List<String> signedHeaders, String payloadHash) {
    CanonicalRequest(Request request, List<String> signedHeaders) {
        this(request, signedHeaders, Hmac.sha256Hex(request.body().bytes()));
    }

    public String text() {
        return String.join(
                "\n",
                request.method(),
                request.path(),
                query(),
                headers(),
                String.join(";", signedHeaders),
                payloadHash);
    }

    public String hash() {
        return Hmac.sha256Hex(text().getBytes(UTF_8));
    }

    /// Sorted by name, then by value; a name without a value gets an empty one.
    private String query() {
        if (request.query().isEmpty()) {
            return "";
        }
        return Arrays.stream(request.query().split("&"))
                .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
                .sorted(Comparator.comparing(CanonicalRequest::nameOf).thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.joining("&"));
    }

    private static String nameOf(String parameter) {
        return parameter.substring(0, parameter.indexOf('='));
    }

    private String headers() {
        return signedHeaders.stream()
                .map(name -> name + ":" + canonicalValue(name) + "\n")
                .collect(Collectors.joining());
    }

    private String canonicalValue(String name) {
        return request.headers().all(name).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }
}
