package org.identitybroker.token;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.UserId;
import org.identitybroker.identity.ValidUserId;
import org.identitybroker.pool.PoolName;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/tokens`. Limits of maps and their entries are those of Cognito's service model
/// (LoginsMap, PrincipalTags), less the login that the broker adds.
@Schema(name = "TokenRequest", additionalProperties = Schema.False.class)
public record TokenRequest(
        @Schema(description = "Pool name; may be left out if the caller may use exactly one.", examples = "demo")
        @Size(min = 1, max = PoolName.LENGTH_MAX, message = "must have 1 to 64 characters")
        @Nullable
        String pool,

        @Schema(
                description = "The caller's own id of the user, byte for byte. Unicode without control characters.",
                minLength = 1,
                maxLength = 512,
                examples = "alice")
        @NotNull(message = "is required")
        @ValidUserId
        String userId,

        @Schema(
                description = "How long the token can be redeemed; at most the caller's and the pool's maximum.",
                examples = "900")
        @Min(value = 1, message = "must be at least 1")
        @Max(value = 86_400, message = "must be at most 86400")
        @Nullable
        Long tokenDurationSeconds,

        @Schema(
                description = "A guest identity to upgrade, or an identity to link to.",
                examples = "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f")
        @Size(min = 1, max = IdentityId.LENGTH_MAX, message = "must have 1 to 55 characters")
        @Pattern(regexp = IdentityId.FORM, message = "must have the form REGION:GUID")
        @Nullable
        String identityId,

        @Schema(description = "Public providers to link: provider name to its token. At most 9.")
        @Size(max = 9, message = "must have at most 9 entries")
        @Nullable
        Map<
                        @Size(min = 1, max = 128, message = "has a provider name that is not 1 to 128 characters long")
                        String,
                        @NotNull(message = "has an entry without a token")
                        @Size(min = 1, max = 50_000, message = "has a token that is not 1 to 50000 characters long")
                        String>
                logins,

        @Schema(description = "Session tags for the token; only keys of the caller's allow-list. At most 50.")
        @Size(max = 50, message = "must have at most 50 entries")
        @Nullable
        Map<
                        @Size(min = 1, max = 128, message = "has a key that is not 1 to 128 characters long") String,
                        @NotNull(message = "has an entry without a value")
                        @Size(min = 1, max = 256, message = "has a value that is not 1 to 256 characters long") String>
                principalTags,

        @Schema(description = "True: never answer with a reused token.") @Nullable
        Boolean fresh) {

    /// What is asked for if nothing but the user is named.
    public static TokenRequest of(UserId user) {
        return new TokenRequest(null, user.value(), null, null, null, null, null);
    }

    /// Notes in the exchange's event what the request is about, before it is known to be right.
    public void describe(EventDraft draft) {
        Optional.ofNullable(pool).filter(PoolName::isValid).ifPresent(draft::inPool);
        Optional.ofNullable(userId).filter(UserId::isValid).ifPresent(draft::ofUser);
    }

    /// Has secrets and a user id in it.
    @Override
    public String toString() {
        return "TokenRequest[redacted]";
    }
}
