package org.identitybroker.pool;

import java.time.Duration;
import java.util.Optional;

/// One configured identity pool.
///
/// @param identityPoolId Cognito's id, `REGION:GUID`
/// @param developerProviderName the login key under which Cognito knows the company's own users
/// @param tokenDuration for requests that ask for none
/// @param tokenDurationMax the most that a request may ask for
/// @param reuseMinRemaining how long a token must still be good for to be reused; empty: tokens never are
/// @param assumeRoleArn the role to assume for a pool in another account
/// @param userIdentifiers how Cognito is told of users that it does not know yet
/// @param serverSideCredentials whether the broker may redeem tokens itself
/// @param quota empty: as many calls as come
public record Pool(
        PoolName name,
        String identityPoolId,
        String developerProviderName,
        Duration tokenDuration,
        Duration tokenDurationMax,
        Optional<Duration> reuseMinRemaining,
        Optional<String> assumeRoleArn,
        UserIdentifiers userIdentifiers,
        boolean serverSideCredentials,
        Optional<Quota> quota) {

    /// What Cognito is to know a new user as. A user that is known here keeps the identifier that is stored.
    public String developerUserIdentifier(String userId) {
        return userIdentifiers.of(identityPoolId, userId);
    }

    /// The pool's region: the part of the pool id before the colon.
    public String region() {
        return identityPoolId.substring(0, identityPoolId.indexOf(':'));
    }

    /// The key under which a device hands the token to GetCredentialsForIdentity. China's partition has its own
    /// (AWS Mobile SDK for Android, CognitoCredentialsProvider).
    public String redemptionLogin() {
        return region().startsWith("cn-")
                ? "cognito-identity." + region() + ".amazonaws.com.cn"
                : "cognito-identity.amazonaws.com";
    }
}
