package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.Map;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void aTokenWithoutASignatureIsForged() {
        String header = Base64URL.encode("{\"kid\":\"eu-west-11\",\"typ\":\"JWS\",\"alg\":\"none\"}")
                .toString();
        String unsigned = header + "." + token.split("\\.")[1];

        assertRefused(UNVERIFIED, identity, unsigned + ".");
        assertRefused(UNVERIFIED, identity, unsigned + "." + token.split("\\.")[2]);
    }

    @Test
    void thePublicKeyIsNoSecretOfAnHmac() throws Exception {
        var published = JWKSet.parse(
                        cognito.wire.get("/.well-known/jwks_uri").http().body())
                .getKeys()
                .getFirst()
                .toRSAKey();
        var forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("eu-west-11").build(),
                SignedJWT.parse(token).getJWTClaimsSet());
        forged.sign(new MACSigner(published.toRSAPublicKey().getEncoded()));

        assertRefused(UNVERIFIED, identity, forged.serialize());
    }

    @Test
    void anotherKeyUnderTheSameNameIsRefused() throws Exception {
        var forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("eu-west-11").build(),
                SignedJWT.parse(token).getJWTClaimsSet());
        forged.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));

        assertRefused(UNVERIFIED, identity, forged.serialize());
    }

    @Test
    void changedClaimsAreRefused() {
        String[] parts = token.split("\\.");
        String claims = new String(new Base64URL(parts[1]).decode(), UTF_8);
        String raised =
                Base64URL.encode(claims.replace("\"exp\":", "\"exp\":9")).toString();

        assertRefused(UNVERIFIED, identity, String.join(".", parts[0], raised, parts[2]));
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
        assertRefused(UNVERIFIED, identity, token + "==");
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
