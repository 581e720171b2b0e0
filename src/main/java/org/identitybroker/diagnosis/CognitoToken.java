package org.identitybroker.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.identitybroker.pool.Pool;

/// A token with which somebody could come to STS, as far as a trust policy looks at it.
///
/// @param principals the names under which IAM knows Cognito in the region of its pool
/// @param audience empty: whichever is wanted
/// @param amr empty: whichever is wanted
record CognitoToken(Set<String> principals, Optional<String> audience, Optional<List<String>> amr) {
    /// No pool has this id, so whoever trusts it trusts any.
    private static final String SOMEBODYS = ":ffffffff-ffff-4fff-bfff-fffffffffff0";

    /// Of a user of this pool, who came through its developer provider.
    static CognitoToken ofUser(Pool pool) {
        String provider = pool.developerProviderName();
        return new CognitoToken(
                principals(pool.region()),
                Optional.of(pool.identityPoolId()),
                Optional.of(List.of("authenticated", provider, provider + ":" + pool.identityPoolId() + ":somebody")));
    }

    static CognitoToken ofGuest(Pool pool) {
        return new CognitoToken(
                principals(pool.region()), Optional.of(pool.identityPoolId()), Optional.of(List.of("unauthenticated")));
    }

    /// The same of somebody else's pool in this region.
    CognitoToken ofAnotherPool(Pool pool) {
        return new CognitoToken(principals, Optional.of(pool.region() + SOMEBODYS), amr);
    }

    CognitoToken withAnyAudience() {
        return new CognitoToken(principals, Optional.empty(), amr);
    }

    CognitoToken withAnyAmr() {
        return new CognitoToken(principals, audience, Optional.empty());
    }

    boolean isFrom(String principal) {
        return principals.contains(principal);
    }

    /// What is known of a condition key.
    sealed interface Claim {
        record Values(List<String> values) implements Claim {}

        /// Anything that the condition wants.
        record Any() implements Claim {}

        /// The token does not have it.
        record Absent() implements Claim {}

        /// That depends on more than the token's kind.
        record Unknown() implements Claim {}
    }

    Claim claim(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        Set<String> prefixes =
                principals.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        int colon = name.lastIndexOf(':');
        boolean isCognitos = colon > 0 && prefixes.contains(name.substring(0, colon));
        if (!isCognitos) {
            return name.startsWith("cognito-identity") ? new Claim.Absent() : new Claim.Unknown();
        }
        return switch (name.substring(colon + 1)) {
            case "aud" ->
                audience.<Claim>map(one -> new Claim.Values(List.of(one))).orElseGet(Claim.Any::new);
            case "amr" -> amr.<Claim>map(Claim.Values::new).orElseGet(Claim.Any::new);
            default -> new Claim.Unknown();
        };
    }

    /// The one of the region first, which belongs into a new policy.
    static List<String> principalNames(String region) {
        String usual = "cognito-identity.amazonaws.com";
        return switch (region) {
            case "us-gov-west-1" -> List.of("cognito-identity-us-gov.amazonaws.com", usual);
            case "us-gov-east-1" -> List.of("cognito-identity.us-gov-east-1.amazonaws.com", usual);
            default ->
                region.startsWith("cn-")
                        ? List.of("cognito-identity." + region + ".amazonaws.com.cn", usual)
                        : List.of(usual);
        };
    }

    private static Set<String> principals(String region) {
        return Set.copyOf(principalNames(region));
    }
}
