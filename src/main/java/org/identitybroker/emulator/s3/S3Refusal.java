package org.identitybroker.emulator.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/// An error of S3 as an answer. An answer, not a crash: it has no stack trace, and its exception message is
/// only the name, as the text and the details may quote a request.
final class S3Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final S3Error error;
    private final transient String text;
    private final transient Map<String, String> details;

    private S3Refusal(S3Error error, String text, Map<String, String> details) {
        super(error.name(), null, false, false);
        this.error = error;
        this.text = text;
        this.details = details;
    }

    S3Refusal(S3Error error) {
        this(error, error.text(), Map.of());
    }

    S3Refusal(S3Error error, String text) {
        this(error, text, Map.of());
    }

    /// With an element of its own beside code and message.
    S3Refusal with(String element, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(element, value);
        return new S3Refusal(error, text, more);
    }

    S3Error error() {
        return error;
    }

    String text() {
        return text;
    }

    Map<String, String> details() {
        return details;
    }
}
