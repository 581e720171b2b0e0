package org.identitybroker.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Collectors;
import org.identitybroker.problem.FieldError;
import org.identitybroker.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/// A refusal at the one address where AWS SDKs ask (AWS SDKs and Tools Reference Guide, container credential provider).
/// They know no problem documents, and show the message to whoever started the program, so it has the request's id.
///
/// @param code the problem's
public record ContainerError(
        @JsonProperty("Code") String code,
        @JsonProperty("Message") String message) {

    /// Where it is answered instead of a problem.
    public static final String PATH = "/v1/container-credentials";

    static ContainerError of(ProblemCode code, @Nullable String detail, List<FieldError> errors, String requestId) {
        return new ContainerError(code.code(), sentence(code, detail, errors) + " Request " + requestId + ".");
    }

    private static String sentence(ProblemCode code, @Nullable String detail, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            return errors.stream()
                    .map(error -> error.field() + " " + error.message())
                    .collect(Collectors.joining(", ", code.title() + ": ", "."));
        }
        return detail == null ? code.title() + "." : detail;
    }
}
