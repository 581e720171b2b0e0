package org.identitybroker.cognito;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentity.model.CognitoIdentityResponse;

/// AWS' id of one exchange. It is logged and stored, and comes from outside: whatever does not look like one is
/// dropped.
final class AwsRequestId {
    /// AWS writes UUIDs today; other services' ids have been longer, and base64.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:/=+-]{1,128}");

    /// What the SDK says of an answer that has none.
    private static final String UNKNOWN = "UNKNOWN";

    private AwsRequestId() {}

    static Optional<String> of(CognitoIdentityResponse answer) {
        return answer.responseMetadata() == null
                ? Optional.empty()
                : checked(answer.responseMetadata().requestId());
    }

    static Optional<String> of(SdkException failure) {
        return failure instanceof AwsServiceException answered ? checked(answered.requestId()) : Optional.empty();
    }

    static Optional<String> checked(@Nullable String text) {
        return Optional.ofNullable(text).filter(id -> FORM.matcher(id).matches() && !id.equals(UNKNOWN));
    }
}
