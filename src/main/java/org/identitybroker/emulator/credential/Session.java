package org.identitybroker.emulator.credential;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What temporary credentials stand for, with all that an IAM policy can ask of it.
///
/// @param identityId `cognito-identity.amazonaws.com:sub` in policies
/// @param poolId `cognito-identity.amazonaws.com:aud` in policies
/// @param amr `cognito-identity.amazonaws.com:amr` in policies, a list: how the user was authenticated
/// @param tags `aws:PrincipalTag/` and the name in policies
/// @param flow the enhanced flow narrows what guests may do, the classic one does not
/// @param expiration the first moment at which the credentials are good for nothing
public record Session(
        String identityId,
        String poolId,
        List<String> amr,
        Map<String, String> tags,
        AssumedRole role,
        Flow flow,
        Instant expiration) {
    /// Who asked STS for the credentials.
    public enum Flow {
        /// Cognito did, for GetCredentialsForIdentity.
        ENHANCED,
        /// The device itself, by AssumeRoleWithWebIdentity.
        CLASSIC
    }

    public Session {
        amr = List.copyOf(amr);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /// Whether a user stands behind it, and not a guest.
    public boolean isAuthenticated() {
        return amr.contains("authenticated");
    }

    public boolean isExpiredAt(Instant now) {
        return !now.isBefore(expiration);
    }
}
