package org.identitybroker.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.identitybroker.problem.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentity.model.CognitoIdentityException;
import software.amazon.awssdk.services.cognitoidentity.model.DeveloperUserAlreadyRegisteredException;
import software.amazon.awssdk.services.cognitoidentity.model.ExternalServiceException;
import software.amazon.awssdk.services.cognitoidentity.model.InternalErrorException;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidIdentityPoolConfigurationException;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceConflictException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentity.model.TooManyRequestsException;

class FailureTranslationTest {
    static Stream<Arguments> modelled() {
        return Stream.of(
                arguments(ResourceNotFoundException.builder(), 400, CognitoFailure.NOT_FOUND),
                arguments(DeveloperUserAlreadyRegisteredException.builder(), 400, CognitoFailure.USER_ALREADY_LINKED),
                arguments(ResourceConflictException.builder(), 409, CognitoFailure.CONFLICT),
                arguments(NotAuthorizedException.builder(), 403, CognitoFailure.LOGIN_REFUSED),
                arguments(InvalidParameterException.builder(), 400, CognitoFailure.LOGIN_REFUSED),
                arguments(TooManyRequestsException.builder(), 429, CognitoFailure.THROTTLED),
                arguments(TooManyRequestsException.builder(), 400, CognitoFailure.THROTTLED),
                arguments(LimitExceededException.builder(), 400, CognitoFailure.THROTTLED),
                arguments(InternalErrorException.builder(), 500, CognitoFailure.UNAVAILABLE),
                arguments(InternalErrorException.builder(), 400, CognitoFailure.UNAVAILABLE),
                arguments(ExternalServiceException.builder(), 400, CognitoFailure.UNAVAILABLE),
                arguments(InvalidIdentityPoolConfigurationException.builder(), 400, CognitoFailure.MISCONFIGURED));
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void exceptionsOfTheServiceModelAreTranslated(
            CognitoIdentityException.Builder builder, int status, CognitoFailure failure) {
        String code = builder.build().getClass().getSimpleName();

        assertThat(FailureTranslation.of(builder.statusCode(status)
                        .awsErrorDetails(details(code))
                        .build()))
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "AccessDeniedException, 400, MISCONFIGURED",
                "AccessDeniedException, 403, MISCONFIGURED",
                "UnrecognizedClientException, 400, MISCONFIGURED",
                "ExpiredTokenException, 400, MISCONFIGURED",
                "InvalidSignatureException, 400, MISCONFIGURED",
                "IncompleteSignatureException, 400, MISCONFIGURED",
                "MissingAuthenticationTokenException, 403, MISCONFIGURED",
                "ValidationException, 400, MISCONFIGURED",
                "SerializationException, 400, MISCONFIGURED",
                "UnknownOperationException, 404, MISCONFIGURED",
                "SomethingNewException, 400, MISCONFIGURED",
                "notauthorizedexception, 400, MISCONFIGURED",
                "ThrottlingException, 400, THROTTLED",
                "Throttling, 400, THROTTLED",
                "RequestLimitExceeded, 503, THROTTLED",
                "TooManyRequestsException, 500, THROTTLED",
                "SomethingNewException, 429, THROTTLED",
                "none, 429, THROTTLED",
                "none, 400, UNAVAILABLE",
                "'', 400, UNAVAILABLE",
                "'', 403, UNAVAILABLE",
                "'', 404, UNAVAILABLE",
                "none, 200, UNAVAILABLE",
                "'', 500, UNAVAILABLE",
                "InternalFailure, 500, UNAVAILABLE",
                "ServiceUnavailable, 503, UNAVAILABLE",
                "AccessDeniedException, 500, UNAVAILABLE",
                "NotAuthorizedException, 503, UNAVAILABLE",
                "ResourceNotFoundException, 502, UNAVAILABLE"
            })
    void otherAnswersAreTranslatedByCodeAndStatus(@Nullable String code, int status, CognitoFailure failure) {
        assertThat(FailureTranslation.of(AwsServiceException.builder()
                        .statusCode(status)
                        .awsErrorDetails(details(code))
                        .build()))
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({"400", "403", "404", "500", "503"})
    void answerWithoutDetailsIsNotCognitos(int status) {
        AwsServiceException page =
                AwsServiceException.builder().statusCode(status).build();

        assertThat(FailureTranslation.of(page)).isEqualTo(CognitoFailure.UNAVAILABLE);
        assertThat(FailureTranslation.codeOf(page)).isEmpty();
    }

    static Stream<Arguments> withoutAnswer() {
        return Stream.of(
                arguments(ApiCallTimeoutException.create(5_000), CognitoFailure.TIMEOUT),
                arguments(ApiCallAttemptTimeoutException.create(2_000), CognitoFailure.TIMEOUT),
                arguments(
                        SdkClientException.create("broken", new IOException("Connection reset")),
                        CognitoFailure.UNAVAILABLE),
                arguments(SdkClientException.create("unreadable answer"), CognitoFailure.UNAVAILABLE),
                arguments(AbortedException.create("interrupted"), CognitoFailure.UNAVAILABLE),
                arguments(
                        new CredentialsUnavailableException(SdkClientException.create("no provider in the chain")),
                        CognitoFailure.MISCONFIGURED));
    }

    @ParameterizedTest
    @MethodSource("withoutAnswer")
    void failuresWithoutAnAnswerAreTranslated(SdkException thrown, CognitoFailure failure) {
        assertThat(FailureTranslation.of(thrown)).isEqualTo(failure);
    }

    /// Its message must not carry the one of the cause: providers of credentials put file names and worse there.
    @Test
    void missingCredentialsAreNeitherRetriedNorRepeated() {
        CredentialsUnavailableException failure =
                new CredentialsUnavailableException(SdkClientException.create("secret of the chain"));

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage()).doesNotContain("secret of the chain");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, true, true, LOGIN_REJECTED",
        "NOT_FOUND, false, true, UPSTREAM_MISCONFIGURED",
        "NOT_FOUND, false, false, UPSTREAM_MISCONFIGURED",
        "USER_ALREADY_LINKED, true, true, USER_ALREADY_LINKED",
        "USER_ALREADY_LINKED, false, true, USER_ALREADY_LINKED",
        "USER_ALREADY_LINKED, false, false, USER_ALREADY_LINKED",
        "CONFLICT, true, true, IDENTITY_CONFLICT",
        "CONFLICT, false, true, IDENTITY_CONFLICT",
        "CONFLICT, false, false, IDENTITY_CONFLICT",
        "LOGIN_REFUSED, true, true, LOGIN_REJECTED",
        "LOGIN_REFUSED, false, true, LOGIN_REJECTED",
        "LOGIN_REFUSED, false, false, UPSTREAM_MISCONFIGURED",
        "MISCONFIGURED, true, true, UPSTREAM_MISCONFIGURED",
        "MISCONFIGURED, false, true, UPSTREAM_MISCONFIGURED",
        "MISCONFIGURED, false, false, UPSTREAM_MISCONFIGURED",
        "THROTTLED, true, true, UPSTREAM_THROTTLED",
        "THROTTLED, false, true, UPSTREAM_THROTTLED",
        "THROTTLED, false, false, UPSTREAM_THROTTLED",
        "UNAVAILABLE, true, true, UPSTREAM_UNAVAILABLE",
        "UNAVAILABLE, false, true, UPSTREAM_UNAVAILABLE",
        "UNAVAILABLE, false, false, UPSTREAM_UNAVAILABLE",
        "TIMEOUT, true, true, UPSTREAM_TIMEOUT",
        "TIMEOUT, false, true, UPSTREAM_TIMEOUT",
        "TIMEOUT, false, false, UPSTREAM_TIMEOUT"
    })
    void failureIsToldByWhoIsAtFault(CognitoFailure failure, boolean named, boolean links, ProblemCode code) {
        assertThat(failure.problem(named, links)).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsBlamedForALoginThatItDidNotSend(CognitoFailure failure) {
        assertThat(failure.problem(false, false)).isNotEqualTo(ProblemCode.LOGIN_REJECTED);
    }

    @ParameterizedTest
    @EnumSource
    void failureCarriesNothingButItsName(CognitoFailure failure) {
        assertThat(new CognitoFailedException(failure))
                .hasMessage(failure.name())
                .hasNoCause();
    }

    private static AwsErrorDetails details(@Nullable String code) {
        return AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("text that may change")
                .serviceName("CognitoIdentity")
                .build();
    }
}
