package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.model.DeveloperUserAlreadyRegisteredException;
import software.amazon.awssdk.services.cognitoidentity.model.GetOpenIdTokenForDeveloperIdentityResponse;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// GetOpenIdTokenForDeveloperIdentity without public providers.
class DeveloperTokenTest {
    private static final String OTHER_POOL = "eu-west-1:00000000-0000-0000-0000-000000000002";
    private static TestEmulator cognito;

    @BeforeAll
    static void start() {
        cognito = TestEmulator.start(TestEmulator.pool(), PoolSettings.forDeveloper(OTHER_POOL, TestEmulator.PROVIDER));
    }

    @AfterAll
    static void stop() {
        cognito.close();
    }

    @Test
    void aUserHasOneIdentityAndOthersHaveOthers() {
        String first = cognito.developerToken("ann").identityId();

        assertEquals(first, cognito.developerToken("ann").identityId());
        assertNotEquals(first, cognito.developerToken("Ann").identityId());
        assertTrue(first.matches("eu-west-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    @Test
    void theSameUserOfAnotherPoolIsSomebodyElse() {
        String here = cognito.developerToken("bob").identityId();
        String there = cognito.backend
                .getOpenIdTokenForDeveloperIdentity(
                        request -> request.identityPoolId(OTHER_POOL).logins(Map.of(TestEmulator.PROVIDER, "bob")))
                .identityId();

        assertNotEquals(here, there);
    }

    @Test
    void headerAndClaimsAreInTheOrderObserved() throws Exception {
        GetOpenIdTokenForDeveloperIdentityResponse response =
                cognito.backend.getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(TestEmulator.POOL)
                        .logins(Map.of(TestEmulator.PROVIDER, "user:1"))
                        .principalTags(Map.of("tier", "gold")));
        SignedJWT token = SignedJWT.parse(response.token());
        long now = cognito.clock.instant().getEpochSecond();

        assertEquals(
                "{\"kid\":\"eu-west-11\",\"typ\":\"JWS\",\"alg\":\"RS512\"}",
                token.getHeader().getParsedBase64URL().decodeToString());
        assertEquals(
                """
                {"sub":"%s","aud":"%s","amr":["authenticated","login.example.com","login.example.com:%s:user:1"],\
                "https://aws.amazon.com/tags":{"principal_tags":{"tier":["gold"]}},\
                "iss":"https://cognito-identity.amazonaws.com",\
                "https://cognito-identity.amazonaws.com/identity-pool-arn":\
                "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/%s","exp":%d,"iat":%d}""".formatted(
                        response.identityId(), TestEmulator.POOL, TestEmulator.POOL, TestEmulator.POOL, now + 900, now),
                token.getPayload().toString());
    }

    @Test
    void theTokenVerifiesWithThePublishedKeys() throws Exception {
        SignedJWT token = SignedJWT.parse(cognito.developerToken("carl").token());
        JsonNode discovery =
                cognito.wire.get("/.well-known/openid-configuration").json();
        String keys =
                cognito.wire.get(discovery.path("jwks_uri").asText()).http().body();

        JWK key = JWKSet.parse(keys).getKeyByKeyId(token.getHeader().getKeyID());

        assertTrue(token.verify(new RSASSAVerifier(key.toRSAKey())));
        assertAll(
                () -> assertEquals(
                        "https://cognito-identity.amazonaws.com",
                        discovery.path("issuer").asText()),
                () -> assertEquals("RS512", key.getAlgorithm().getName()),
                () -> assertEquals("sig", key.getKeyUse().getValue()),
                () -> assertEquals(
                        2048, key.toRSAKey().toRSAPublicKey().getModulus().bitLength()),
                () -> assertTrue(Wire.parse(keys).at("/keys/0/n").asText().startsWith("A")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 300, 86400})
    void theDurationIsTheOneAskedFor(long seconds) throws Exception {
        String token = cognito.backend
                .getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(TestEmulator.POOL)
                        .logins(Map.of(TestEmulator.PROVIDER, "dora"))
                        .tokenDuration(seconds))
                .token();

        var claims = SignedJWT.parse(token).getJWTClaimsSet();

        assertEquals(
                seconds * 1000,
                claims.getExpirationTime().getTime() - claims.getIssueTime().getTime());
    }

    @Test
    void aGuestWhoLogsInKeepsTheIdentity() {
        String guest = cognito.guest();

        assertEquals(guest, cognito.developerToken(guest, "emil").identityId());
        assertEquals(guest, cognito.developerToken(guest, "emil").identityId());
        assertEquals(guest, cognito.developerToken("emil").identityId());
        assertEquals(List.of("emil"), cognito.usersOf(guest));
    }

    @Test
    void aUserOfAnotherIdentityIsRefused() {
        String identity = cognito.developerToken("fred").identityId();
        String guest = cognito.guest();

        assertThrows(DeveloperUserAlreadyRegisteredException.class, () -> cognito.developerToken(guest, "fred"));

        assertEquals(identity, cognito.developerToken("fred").identityId());
        assertEquals(List.of(), cognito.usersOf(guest));
    }

    @Test
    void anUnknownIdentityIsNotFound() {
        String unknown = "eu-west-1:ffffffff-0000-0000-0000-000000000000";

        ResourceNotFoundException refused =
                assertThrows(ResourceNotFoundException.class, () -> cognito.developerToken(unknown, "gina"));

        assertEquals(
                "Identity '" + unknown + "' not found.",
                refused.awsErrorDetails().errorMessage());
    }

    @Test
    void anIdentityOfAnotherPoolIsNotFound() {
        String foreign = cognito.backend
                .getOpenIdTokenForDeveloperIdentity(
                        request -> request.identityPoolId(OTHER_POOL).logins(Map.of(TestEmulator.PROVIDER, "hugo")))
                .identityId();

        assertThrows(ResourceNotFoundException.class, () -> cognito.developerToken(foreign, "hugo"));
    }

    @Test
    void anUnknownPoolIsNotFound() {
        ResourceNotFoundException refused = assertThrows(
                ResourceNotFoundException.class,
                () -> cognito.backend.getOpenIdTokenForDeveloperIdentity(
                        request -> request.identityPoolId("eu-west-1:0").logins(Map.of(TestEmulator.PROVIDER, "ida"))));

        assertEquals(
                "IdentityPool 'eu-west-1:0' not found.",
                refused.awsErrorDetails().errorMessage());
    }

    @Test
    void anotherDeveloperProviderIsRefused() {
        NotAuthorizedException refused = assertThrows(
                NotAuthorizedException.class,
                () -> cognito.backend.getOpenIdTokenForDeveloperIdentity(
                        request -> request.identityPoolId(TestEmulator.POOL).logins(Map.of("other.example.com", "x"))));

        assertEquals(
                "This identity pool does not support the specified developer provider",
                refused.awsErrorDetails().errorMessage());
    }
}
