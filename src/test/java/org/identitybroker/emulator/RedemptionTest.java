package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidIdentityPoolConfigurationException;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// A developer token turned into credentials, and every token that must not be.
class RedemptionTest {
    private static final String OTHER_POOL = "eu-west-1:00000000-0000-0000-0000-000000000002";
    private static final String NO_MATCH =
            "Logins don't match. Please include at least one valid login for this identity or identity pool.";
    private static final String UNVERIFIED = "Invalid login token. Couldn't verify signed token.";

    private TestEmulator cognito;
    private String identity;
    private String token;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start(
                TestEmulator.pool(),
                PoolSettings.forDeveloper(OTHER_POOL, TestEmulator.PROVIDER).withRoles(PoolRoles.none()));
        var issued = cognito.developerToken("ann");
        identity = issued.identityId();
        token = issued.token();
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void aTokenGivesCredentialsForAnHourAndMoreThanOnce() {
        Credentials first = cognito.redeem(identity, token);
        Credentials second = cognito.redeem(identity, token);

        assertAll(
                () -> assertTrue(first.accessKeyId().matches("ASIA[A-Z2-7]{16}")),
                () -> assertEquals(40, first.secretKey().length()),
                () -> assertEquals(
                        cognito.clock.instant().plus(Duration.ofHours(1)).getEpochSecond(),
                        first.expiration().getEpochSecond()),
                () -> assertNotEquals(first.accessKeyId(), second.accessKeyId()),
                () -> assertNotEquals(first.sessionToken(), second.sessionToken()));
    }

    @Test
    void aTokenIsGoodUntilItsLastSecond() {
        cognito.clock.advance(Duration.ofSeconds(899));
        assertTrue(cognito.redeem(identity, token).accessKeyId().startsWith("ASIA"));

        cognito.clock.advance(Duration.ofSeconds(1));
        long now = cognito.clock.instant().getEpochSecond();
        assertRefused("Invalid login token. Token expired: %d >= %d".formatted(now, now), identity, token);
    }

    @ParameterizedTest
    @EnumSource
    void forgedTokensAreRefused(ForgedToken forgery) throws Exception {
        String jwks = cognito.wire.get("/.well-known/jwks_uri").http().body();

        assertRefused(UNVERIFIED, identity, forgery.from(token, jwks));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c", "a.b.c.d", "..", "e30.e30.e30", "bnVsbA.bnVsbA.bnVsbA"})
    void whatIsNoTokenIsRefused(String nonsense) {
        assertRefused(UNVERIFIED, identity, nonsense);
    }

    @Test
    void anotherSpellingOfTheSignatureIsRefused() {
        char last = token.charAt(token.length() - 1);
        String other = token.substring(0, token.length() - 1) + (char) (last + 1);

        assertRefused(UNVERIFIED, identity, other);
    }

    @Test
    void aTokenOfAnotherSubjectIsRefused() {
        assertRefused(NO_MATCH, cognito.developerToken("bob").identityId(), token);
    }

    @Test
    void aTokenOfAnotherPoolIsRefused() {
        String foreign = cognito.backend
                .getOpenIdTokenForDeveloperIdentity(
                        request -> request.identityPoolId(OTHER_POOL).logins(Map.of(TestEmulator.PROVIDER, "ann")))
                .token();

        assertRefused(NO_MATCH, identity, foreign);
    }

    @Test
    void anUnknownIdentityIsNotFound() {
        assertThrows(ResourceNotFoundException.class, () -> cognito.redeem("eu-west-1:0", token));
    }

    @Test
    void aDeletedIdentityIsNotFound() {
        cognito.backend.deleteIdentities(request -> request.identityIdsToDelete(identity));

        assertThrows(ResourceNotFoundException.class, () -> cognito.redeem(identity, token));
    }

    @Test
    void aUserNeedsAToken() {
        NotAuthorizedException refused = assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getCredentialsForIdentity(request -> request.identityId(identity)));

        assertEquals(
                "Access to Identity '" + identity + "' is forbidden.",
                refused.awsErrorDetails().errorMessage());
    }

    @Test
    void theDevelopersProviderNameIsTheWrongKey() {
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class,
                () -> cognito.device.getCredentialsForIdentity(
                        request -> request.identityId(identity).logins(Map.of(TestEmulator.PROVIDER, token))));

        assertEquals(
                "Please provide a valid public provider",
                refused.awsErrorDetails().errorMessage());
    }

    @Test
    void aPoolWithoutARoleGivesNoCredentials() {
        var issued = cognito.backend.getOpenIdTokenForDeveloperIdentity(
                request -> request.identityPoolId(OTHER_POOL).logins(Map.of(TestEmulator.PROVIDER, "ann")));

        InvalidIdentityPoolConfigurationException refused = assertThrows(
                InvalidIdentityPoolConfigurationException.class,
                () -> cognito.redeem(issued.identityId(), issued.token()));

        assertEquals(
                "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
                refused.awsErrorDetails().errorMessage());
    }

    @Test
    void onlyThePoolsOwnRoleCanBeChosen() {
        String attached = PoolRoles.standard().authenticated().orElseThrow();
        Map<String, String> logins = Map.of(TestEmulator.LOGIN_KEY, token);

        assertTrue(cognito.device
                .getCredentialsForIdentity(
                        request -> request.identityId(identity).logins(logins).customRoleArn(attached))
                .credentials()
                .accessKeyId()
                .startsWith("ASIA"));
        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getCredentialsForIdentity(
                        request -> request.identityId(identity).logins(logins).customRoleArn(attached + "Admin")));
    }

    private void assertRefused(String message, String identityId, String presented) {
        NotAuthorizedException refused =
                assertThrows(NotAuthorizedException.class, () -> cognito.redeem(identityId, presented));
        assertEquals(message, refused.awsErrorDetails().errorMessage());
    }
}
