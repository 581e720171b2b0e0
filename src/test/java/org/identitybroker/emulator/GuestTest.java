package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;

/// The public operations for devices without a login, and their refusal of developer logins.
class GuestTest {
    private static final String NO_GUESTS = "eu-west-1:00000000-0000-0000-0000-000000000002";
    private static final String NO_CLASSIC = "eu-west-1:00000000-0000-0000-0000-000000000003";
    private static final String CLASSIC = "eu-west-1:00000000-0000-0000-0000-000000000004";
    private static TestEmulator cognito;

    @BeforeAll
    static void start() {
        PoolSettings pool = TestEmulator.pool();
        cognito = TestEmulator.start(
                pool,
                PoolSettings.forDeveloper(NO_GUESTS, TestEmulator.PROVIDER),
                PoolSettings.forDeveloper(NO_CLASSIC, TestEmulator.PROVIDER)
                        .withGuests(true)
                        .withClassicFlow(Optional.of(false)),
                PoolSettings.forDeveloper(CLASSIC, TestEmulator.PROVIDER)
                        .withGuests(true)
                        .withClassicFlow(Optional.of(true)));
    }

    @AfterAll
    static void stop() {
        cognito.close();
    }

    @Test
    void everyGetIdMakesANewGuest() {
        assertNotEquals(cognito.guest(), cognito.guest());
    }

    @Test
    void anEmptyMapOfLoginsIsAGuestToo() {
        String body = "{\"IdentityPoolId\":\"%s\",\"Logins\":{}}".formatted(TestEmulator.POOL);

        assertEquals(200, cognito.wire.call("GetId", body).status());
    }

    @Test
    void guestsMustBeAllowed() {
        NotAuthorizedException refused = assertThrows(
                NotAuthorizedException.class, () -> cognito.device.getId(request -> request.identityPoolId(NO_GUESTS)));

        assertEquals(
                "Unauthenticated access is not supported for this identity pool.",
                refused.awsErrorDetails().errorMessage());
    }

    @Test
    void aGuestGetsCredentialsByTheIdAlone() {
        String guest = cognito.guest();

        assertTrue(cognito.device
                .getCredentialsForIdentity(request -> request.identityId(guest))
                .credentials()
                .accessKeyId()
                .startsWith("ASIA"));
    }

    @Test
    void aGuestsTokenSaysSoAndLastsTenMinutes() throws Exception {
        String guest = cognito.guest();
        String token = cognito.device
                .getOpenIdToken(request -> request.identityId(guest))
                .token();
        var claims = SignedJWT.parse(token).getJWTClaimsSet();

        assertEquals(List.of("unauthenticated"), claims.getStringListClaim("amr"));
        assertEquals(guest, claims.getSubject());
        assertEquals(
                600_000,
                claims.getExpirationTime().getTime() - claims.getIssueTime().getTime());
        assertTrue(cognito.redeem(guest, token).accessKeyId().startsWith("ASIA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {TestEmulator.POOL, CLASSIC})
    void theClassicFlowIsOpenUnlessForbidden(String pool) {
        String guest =
                cognito.device.getId(request -> request.identityPoolId(pool)).identityId();

        assertEquals(
                guest,
                cognito.device
                        .getOpenIdToken(request -> request.identityId(guest))
                        .identityId());
    }

    @Test
    void aForbiddenClassicFlowIsRefused() {
        String guest = cognito.device
                .getId(request -> request.identityPoolId(NO_CLASSIC))
                .identityId();

        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class,
                () -> cognito.device.getOpenIdToken(request -> request.identityId(guest)));

        assertEquals(
                "Basic (classic) flow is not enabled, please use enhanced flow.",
                refused.awsErrorDetails().errorMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {TestEmulator.LOGIN_KEY, TestEmulator.PROVIDER, "accounts.google.com"})
    void aDeveloperTokenIsNoLoginForGetId(String key) {
        String token = cognito.developerToken("ann").token();

        NotAuthorizedException refused = assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getId(
                        request -> request.identityPoolId(TestEmulator.POOL).logins(Map.of(key, token))));

        assertEquals(
                "Invalid login token. Can't pass in a Cognito token.",
                refused.awsErrorDetails().errorMessage());
    }

    @Test
    void aDeveloperUserHasNoTokenWithoutALogin() {
        String identity = cognito.developerToken("bob").identityId();

        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getOpenIdToken(request -> request.identityId(identity)));
    }

    @Test
    void theDevelopersProviderIsNoPublicOne() {
        assertThrows(
                InvalidParameterException.class,
                () -> cognito.device.getId(request ->
                        request.identityPoolId(TestEmulator.POOL).logins(Map.of(TestEmulator.PROVIDER, "ann"))));
    }
}
