package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.Wire.Signing;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What differs between regions and partitions.
class RegionTest {
    @ParameterizedTest
    @CsvSource({
        "eu-west-1, cognito-identity.amazonaws.com, eu-west-11, arn:aws:",
        "ap-southeast-2, cognito-identity.amazonaws.com, ap-southeast-21, arn:aws:",
        "cn-north-1, cognito-identity.cn-north-1.amazonaws.com.cn, cn-north-11, arn:aws-cn:",
        "us-gov-west-1, cognito-identity-us-gov.amazonaws.com, us-gov-west-11, arn:aws-us-gov:",
        "us-gov-east-1, cognito-identity.us-gov-east-1.amazonaws.com, us-gov-east-11, arn:aws-us-gov:",
        "eusc-de-east-1, cognito-identity.amazonaws.com, eusc-de-east-11, arn:aws-eusc:",
    })
    void tokensAreRedeemedUnderTheRegionsKey(String region, String loginKey, String keyId, String arnPrefix)
            throws Exception {
        String pool = region + ":00000000-0000-0000-0000-000000000001";
        try (TestEmulator cognito = TestEmulator.start(PoolSettings.forDeveloper(pool, TestEmulator.PROVIDER))) {
            Answer issued = issue(cognito, pool, region);
            String identity = issued.json().path("IdentityId").asText();
            SignedJWT token = SignedJWT.parse(issued.json().path("Token").asText());

            assertTrue(identity.startsWith(region + ":"));
            assertEquals(keyId, token.getHeader().getKeyID());
            assertEquals("https://" + loginKey, token.getJWTClaimsSet().getIssuer());
            assertTrue(token.getJWTClaimsSet()
                    .getStringClaim("https://cognito-identity.amazonaws.com/identity-pool-arn")
                    .startsWith(arnPrefix));
            assertEquals(
                    200, redeem(cognito, identity, loginKey, token.serialize()).status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, cognito-identity.cn-north-1.amazonaws.com.cn",
        "cn-north-1, cognito-identity.amazonaws.com",
    })
    void anotherPartitionsKeyIsNoKey(String region, String loginKey) {
        String pool = region + ":00000000-0000-0000-0000-000000000001";
        try (TestEmulator cognito = TestEmulator.start(PoolSettings.forDeveloper(pool, TestEmulator.PROVIDER))) {
            Answer issued = issue(cognito, pool, region);

            Answer refused = redeem(
                    cognito,
                    issued.json().path("IdentityId").asText(),
                    loginKey,
                    issued.json().path("Token").asText());

            assertEquals("NotAuthorizedException", refused.error());
        }
    }

    private static Answer issue(TestEmulator cognito, String pool, String region) {
        return cognito.wire.signedCall(
                "GetOpenIdTokenForDeveloperIdentity",
                "{\"IdentityPoolId\":\"%s\",\"Logins\":{\"%s\":\"ann\"}}".formatted(pool, TestEmulator.PROVIDER),
                new Signing("test", "test", "cognito-identity", region, Instant.now()));
    }

    private static Answer redeem(TestEmulator cognito, String identity, String loginKey, String token) {
        return cognito.wire.call(
                "GetCredentialsForIdentity",
                "{\"IdentityId\":\"%s\",\"Logins\":{\"%s\":\"%s\"}}".formatted(identity, loginKey, token));
    }
}
