package org.identitybroker.cognito;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/// From the SDK's exceptions to [CognitoFailure], by error code alone: texts may change.
final class FailureTranslation {
    /// Beside the SDK's own list of throttling codes.
    private static final Set<String> THROTTLING = Set.of("TooManyRequestsException", "LimitExceededException");

    /// The request could not even be judged: signature, credentials, IAM, or a request that breaks the service
    /// model although it was checked here. Somebody has to correct the set-up or the broker.
    private static final Set<String> LOGIN_CODES = Set.of("NotAuthorizedException", "InvalidParameterException");

    private FailureTranslation() {}

    static CognitoFailure of(SdkException failure) {
        return switch (failure) {
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ -> CognitoFailure.TIMEOUT;
            case AwsServiceException answered -> ofAnswer(answered);
            case CredentialsUnavailableException _ -> CognitoFailure.MISCONFIGURED;
            default -> CognitoFailure.UNAVAILABLE;
        };
    }

    private static CognitoFailure ofAnswer(AwsServiceException answered) {
        String code = codeOf(answered);
        if (answered.isThrottlingException() || THROTTLING.contains(code)) {
            return CognitoFailure.THROTTLED;
        }
        if (answered.statusCode() >= 500 || code.isEmpty()) {
            return CognitoFailure.UNAVAILABLE;
        }
        if (LOGIN_CODES.contains(code)) {
            return CognitoFailure.LOGIN_REFUSED;
        }
        return switch (code) {
            case "ResourceNotFoundException" -> CognitoFailure.NOT_FOUND;
            case "DeveloperUserAlreadyRegisteredException" -> CognitoFailure.USER_ALREADY_LINKED;
            case "ResourceConflictException" -> CognitoFailure.CONFLICT;
            case "InternalErrorException", "ExternalServiceException" -> CognitoFailure.UNAVAILABLE;
            default -> CognitoFailure.MISCONFIGURED;
        };
    }

    /// Cognito's error code, for example `NotAuthorizedException`; empty if the answer had none, as a proxy's
    /// page.
    static String codeOf(AwsServiceException answered) {
        AwsErrorDetails details = answered.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
