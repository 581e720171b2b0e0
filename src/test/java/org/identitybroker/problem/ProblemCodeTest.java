package org.identitybroker.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The table is the contract: names and statuses as clients of the broker have them in their code.
class ProblemCodeTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, invalid-request, 400",
        "UNAUTHENTICATED, unauthenticated, 401",
        "FORBIDDEN, forbidden, 403",
        "IDENTITY_DISABLED, identity-disabled, 403",
        "NOT_FOUND, not-found, 404",
        "METHOD_NOT_ALLOWED, method-not-allowed, 405",
        "NOT_ACCEPTABLE, not-acceptable, 406",
        "USER_ALREADY_LINKED, user-already-linked, 409",
        "IDENTITY_CONFLICT, identity-conflict, 409",
        "PAYLOAD_TOO_LARGE, payload-too-large, 413",
        "UNSUPPORTED_MEDIA_TYPE, unsupported-media-type, 415",
        "LOGIN_REJECTED, login-rejected, 422",
        "RATE_LIMITED, rate-limited, 429",
        "INTERNAL, internal, 500",
        "UPSTREAM_MISCONFIGURED, upstream-misconfigured, 502",
        "QUOTA_EXHAUSTED, quota-exhausted, 503",
        "UPSTREAM_THROTTLED, upstream-throttled, 503",
        "UPSTREAM_UNAVAILABLE, upstream-unavailable, 503",
        "STORE_UNAVAILABLE, store-unavailable, 503",
        "OVERLOADED, overloaded, 503",
        "UPSTREAM_TIMEOUT, upstream-timeout, 504"
    })
    void codeAndStatusAreThoseOfTheContract(ProblemCode problem, String code, int status) {
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.status()).isEqualTo(status);
    }

    @Test
    void contractHasNoOtherCodes() {
        assertThat(ProblemCode.values()).hasSize(21);
    }

    @Test
    void onlyWhatMaySucceedLaterIsRetryable() {
        assertThat(Arrays.stream(ProblemCode.values()).filter(ProblemCode::retryable))
                .containsExactlyInAnyOrder(
                        ProblemCode.RATE_LIMITED,
                        ProblemCode.QUOTA_EXHAUSTED,
                        ProblemCode.UPSTREAM_THROTTLED,
                        ProblemCode.UPSTREAM_UNAVAILABLE,
                        ProblemCode.STORE_UNAVAILABLE,
                        ProblemCode.OVERLOADED,
                        ProblemCode.UPSTREAM_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void waitIsGivenExactlyForRetryableCodes(ProblemCode problem) {
        assertThat(problem.retryAfterSeconds() > 0).isEqualTo(problem.retryable());
    }

    @ParameterizedTest
    @EnumSource
    void problemRepeatsCodeStatusAndTitle(ProblemCode code) {
        Problem problem = Problem.of(code, null, List.of(), "/v1/tokens", "r-1");

        assertThat(problem.type()).isEqualTo("urn:identity-broker:problem:" + code.code());
        assertThat(problem.code()).isEqualTo(code.code());
        assertThat(problem.status()).isEqualTo(code.status());
        assertThat(problem.title()).isEqualTo(code.title()).isNotBlank();
        assertThat(problem.instance()).isEqualTo("/v1/tokens");
        assertThat(problem.requestId()).isEqualTo("r-1");
    }

    @Test
    void titlesAreDistinct() {
        Stream<String> titles = Arrays.stream(ProblemCode.values()).map(ProblemCode::title);

        assertThat(titles).doesNotHaveDuplicates();
    }
}
