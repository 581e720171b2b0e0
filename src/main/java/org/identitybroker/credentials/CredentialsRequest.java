package org.identitybroker.credentials;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.token.TokenRequest;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/credentials`: a token request, in the same JSON object, and the role.
@Schema(name = "CredentialsRequest", additionalProperties = Schema.False.class)
@JsonDeserialize(using = CredentialsRequestReader.class)
public record CredentialsRequest(
        @JsonUnwrapped @Valid TokenRequest token,

        @Schema(
                description = "An IAM role to take instead of the pool's own, if Cognito allows the identity this one.",
                examples = "arn:aws:iam::111122223333:role/CognitoAuthenticated")
        @Size(min = 20, max = 2048, message = "must have 20 to 2048 characters")
        @Pattern(regexp = ROLE_ARN, message = "must be the ARN of an IAM role")
        @Nullable
        String customRoleArn) {

    static final String CUSTOM_ROLE_ARN = "customRoleArn";

    /// A role's path and name have printable ASCII characters (IAM API reference, CreateRole).
    private static final String ROLE_ARN = "arn:[\\w-]+:iam::\\d{12}:role/[\\x21-\\x7e]+";

    Optional<String> customRole() {
        return Optional.ofNullable(customRoleArn);
    }

    /// Has secrets and a user id in it.
    @Override
    public String toString() {
        return "CredentialsRequest[redacted]";
    }
}
