package org.identitybroker.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of every refusal (RFC 9457), with the members that clients of the broker may rely on.
///
/// @param type `urn:identity-broker:problem:` and the code
/// @param instance the request's path
/// @param requestId the answer's `X-Request-Id`; the log has it on every line of the request
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        String instance,
        String code,
        String requestId,
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(
            ProblemCode code, @Nullable String detail, List<FieldError> errors, String path, String requestId) {
        return new Problem(
                "urn:identity-broker:problem:" + code.code(),
                code.title(),
                code.status(),
                detail,
                path,
                code.code(),
                requestId,
                errors);
    }
}
