package org.identitybroker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.identitybroker.problem.ProblemCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemMappersTest {
    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST",
        "401, UNAUTHENTICATED",
        "402, INVALID_REQUEST",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "405, METHOD_NOT_ALLOWED",
        "406, NOT_ACCEPTABLE",
        "409, INVALID_REQUEST",
        "413, PAYLOAD_TOO_LARGE",
        "415, UNSUPPORTED_MEDIA_TYPE",
        "422, INVALID_REQUEST",
        "431, INVALID_REQUEST",
        "499, INVALID_REQUEST",
        "500, INTERNAL",
        "501, INTERNAL",
        "503, INTERNAL",
        "599, INTERNAL"
    })
    void everyStatusOfTheFrameworkHasACode(int status, ProblemCode code) {
        assertThat(ProblemMappers.codeOf(status)).isEqualTo(code);
    }

    /// What the framework finds wrong with a request must never look like a fault of the broker's or of
    /// Cognito's.
    @ParameterizedTest
    @CsvSource({"400", "404", "405", "406", "413", "415", "418", "451"})
    void refusalsOfTheFrameworkStayBelow500(int status) {
        assertThat(ProblemMappers.codeOf(status).status()).isBetween(400, 499);
    }
}
