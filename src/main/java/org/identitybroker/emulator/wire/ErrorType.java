package org.identitybroker.emulator.wire;

/// The errors of the API. All have status 400, throttling and missing resources too, but InternalErrorException.
public enum ErrorType {
    ACCESS_DENIED("AccessDeniedException"),
    CONCURRENT_MODIFICATION("ConcurrentModificationException"),
    DEVELOPER_USER_ALREADY_REGISTERED("DeveloperUserAlreadyRegisteredException"),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException"),
    INTERNAL_ERROR("InternalErrorException", 500),
    INVALID_IDENTITY_POOL_CONFIGURATION("InvalidIdentityPoolConfigurationException"),
    INVALID_PARAMETER("InvalidParameterException"),
    INVALID_SIGNATURE("InvalidSignatureException"),
    LIMIT_EXCEEDED("LimitExceededException"),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException"),
    NOT_AUTHORIZED("NotAuthorizedException"),
    RESOURCE_CONFLICT("ResourceConflictException"),
    RESOURCE_NOT_FOUND("ResourceNotFoundException"),
    SERIALIZATION("SerializationException"),
    TOO_MANY_REQUESTS("TooManyRequestsException"),
    UNKNOWN_OPERATION("UnknownOperationException"),
    UNRECOGNIZED_CLIENT("UnrecognizedClientException"),
    VALIDATION("ValidationException");

    private static final int STATUS_USUAL = 400;

    private final String wireName;
    private final int status;

    ErrorType(String wireName) {
        this(wireName, STATUS_USUAL);
    }

    ErrorType(String wireName, int status) {
        this.wireName = wireName;
        this.status = status;
    }

    public String wireName() {
        return wireName;
    }

    public int status() {
        return status;
    }
}
