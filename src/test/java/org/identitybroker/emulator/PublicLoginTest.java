package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentity.model.CognitoIdentityException;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceConflictException;

/// Logins with Google, a user pool and an OpenID Connect provider, and the identities they lead to.
class PublicLoginTest {
    private static final PublicUser ANN = PublicUser.google("ann");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start(TestEmulator.optionsWithPublicLogins());
        cognito.clock.set(NOW);
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void aLoginLeadsToOneIdentity() {
        String identity = cognito.publicIdentity(PublicUser.GOOGLE, ANN);

        assertEquals(identity, cognito.publicIdentity(PublicUser.GOOGLE, ANN));
        assertNotEquals(identity, cognito.publicIdentity(PublicUser.GOOGLE, PublicUser.google("bob")));
        assertEquals(List.of(PublicUser.GOOGLE), cognito.providersOf(identity));
    }

    static Stream<Arguments> users() {
        return Stream.of(
                Arguments.of(PublicUser.GOOGLE, ANN, "accounts.google.com:client-1.apps.googleusercontent.com:ann"),
                Arguments.of(
                        PublicUser.USER_POOL,
                        PublicUser.ofUserPool("ann"),
                        PublicUser.USER_POOL + ":CognitoSignIn:ann"),
                Arguments.of(
                        PublicUser.OIDC,
                        PublicUser.openIdConnect("ann"),
                        "arn:aws:iam::111122223333:oidc-provider/login.example.org/realm:OIDC:ann"));
    }

    @ParameterizedTest
    @MethodSource("users")
    void theTokenSaysWhoVouched(String provider, PublicUser user, String reference) throws Exception {
        String identity = cognito.publicIdentity(provider, user);
        String token = cognito.device
                .getOpenIdToken(request -> request.identityId(identity).logins(Map.of(provider, user.token())))
                .token();

        assertEquals(
                List.of("authenticated", provider, reference),
                SignedJWT.parse(token).getJWTClaimsSet().getStringListClaim("amr"));
    }

    @Test
    void aLoginGivesCredentials() {
        String identity = cognito.publicIdentity(PublicUser.GOOGLE, ANN);

        assertTrue(cognito.device
                .getCredentialsForIdentity(
                        request -> request.identityId(identity).logins(Map.of(PublicUser.GOOGLE, ANN.token())))
                .credentials()
                .accessKeyId()
                .startsWith("ASIA"));
    }

    static Stream<Arguments> badTokens() {
        long now = NOW.getEpochSecond();
        String expired = "Invalid login token. Token expired: %d >= %d";
        String unverified = "Invalid login token. Couldn't verify signed token.";
        String unsupported = "Token is not from a supported provider of this identity pool.";
        String issuer = "Invalid login token. Issuer doesn't match providerName";
        return Stream.of(
                Arguments.of(PublicUser.GOOGLE, ANN.until(NOW).token(), expired.formatted(now, now)),
                Arguments.of(
                        PublicUser.GOOGLE, ANN.until(NOW.minusSeconds(1)).token(), expired.formatted(now, now - 1)),
                Arguments.of(PublicUser.GOOGLE, ANN.tokenSignedBy(PublicUser.otherKey()), unverified),
                Arguments.of(PublicUser.GOOGLE, ANN.tokenSignedWith(JWSAlgorithm.RS512), unverified),
                Arguments.of(
                        PublicUser.GOOGLE,
                        ANN.issuedBy("https://evil.example.com").token(),
                        issuer),
                Arguments.of(PublicUser.USER_POOL, ANN.token(), issuer),
                Arguments.of(
                        PublicUser.GOOGLE,
                        PublicUser.of(PublicUser.GOOGLE, "foreign", "ann").token(),
                        unsupported),
                Arguments.of("graph.facebook.com", "EAAB-opaque", unsupported),
                Arguments.of(
                        PublicUser.GOOGLE,
                        "opaque",
                        "Invalid login token. Not a valid OpenId Connect identity token."));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void badTokensAreRefused(String provider, String token, String message) {
        NotAuthorizedException refused = assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getId(
                        request -> request.identityPoolId(TestEmulator.POOL).logins(Map.of(provider, token))));

        assertEquals(message, refused.awsErrorDetails().errorMessage());
        assertEquals(0, identities());
    }

    @Test
    void aTokenIsGoodUntilItsLastSecond() {
        assertTrue(cognito.publicIdentity(PublicUser.GOOGLE, ANN.until(NOW.plusSeconds(1)))
                .startsWith("eu-west-1:"));
    }

    @Test
    void oneBadTokenFailsTheWholeCall() {
        String bad = PublicUser.ofUserPool("ann").until(NOW).token();

        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getId(request -> request.identityPoolId(TestEmulator.POOL)
                        .logins(Map.of(PublicUser.GOOGLE, ANN.token(), PublicUser.USER_POOL, bad))));
        assertEquals(0, identities());
    }

    @Test
    void aGuestWhoLogsInKeepsTheIdentity() {
        String guest = cognito.guest();

        assertEquals(guest, attach(guest, PublicUser.GOOGLE, ANN));
        assertEquals(guest, cognito.publicIdentity(PublicUser.GOOGLE, ANN));
        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getCredentialsForIdentity(request -> request.identityId(guest)));
    }

    @Test
    void aGuestWhoIsKnownBecomesTheKnownOne() {
        String known = cognito.publicIdentity(PublicUser.GOOGLE, ANN);
        String guest = cognito.guest();

        assertEquals(known, attach(guest, PublicUser.GOOGLE, ANN));
        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getCredentialsForIdentity(request -> request.identityId(guest)));
    }

    @Test
    void twoLoginsInOneCallMergeTheirIdentities() {
        String first = cognito.publicIdentity(PublicUser.GOOGLE, ANN);
        String second = cognito.publicIdentity(PublicUser.USER_POOL, PublicUser.ofUserPool("ann"));

        String merged = cognito.device
                .getOpenIdToken(request -> request.identityId(first)
                        .logins(Map.of(
                                PublicUser.GOOGLE, ANN.token(),
                                PublicUser.USER_POOL,
                                        PublicUser.ofUserPool("ann").token())))
                .identityId();

        assertEquals(first, merged);
        assertEquals(first, cognito.publicIdentity(PublicUser.USER_POOL, PublicUser.ofUserPool("ann")));
        assertThrows(
                NotAuthorizedException.class, () -> attach(second, PublicUser.USER_POOL, PublicUser.ofUserPool("ann")));
    }

    @Test
    void aSecondLoginOfTheSameProviderIsAConflict() {
        String ann = cognito.publicIdentity(PublicUser.GOOGLE, ANN);
        cognito.developerToken(ann, "ann", Map.of(PublicUser.GOOGLE, ANN.token()));

        assertThrows(
                ResourceConflictException.class,
                () -> cognito.developerToken(
                        ann,
                        "ann",
                        Map.of(PublicUser.GOOGLE, PublicUser.google("bob").token())));
    }

    @Test
    void mergingTwoUsersOfOneProviderIsAConflictAndChangesNothing() {
        String ann = cognito.publicIdentity(PublicUser.GOOGLE, ANN);
        String bob = cognito.publicIdentity(PublicUser.GOOGLE, PublicUser.google("bob"));
        cognito.device.getOpenIdToken(request -> request.identityId(bob)
                .logins(Map.of(
                        PublicUser.GOOGLE, PublicUser.google("bob").token(),
                        PublicUser.USER_POOL, PublicUser.ofUserPool("bob").token())));

        assertThrows(
                ResourceConflictException.class,
                () -> cognito.device.getOpenIdToken(request -> request.identityId(ann)
                        .logins(Map.of(
                                PublicUser.GOOGLE, ANN.token(),
                                PublicUser.USER_POOL,
                                        PublicUser.ofUserPool("bob").token()))));

        assertEquals(List.of(PublicUser.GOOGLE), cognito.providersOf(ann));
        assertEquals(List.of(PublicUser.GOOGLE, PublicUser.USER_POOL), cognito.providersOf(bob));
    }

    @Test
    void anothersLoginDoesNotOpenAnIdentity() {
        String ann = cognito.publicIdentity(PublicUser.GOOGLE, ANN);

        CognitoIdentityException refused = assertThrows(
                NotAuthorizedException.class, () -> attach(ann, PublicUser.GOOGLE, PublicUser.google("bob")));

        assertEquals(
                "Logins don't match. Please include at least one valid login for this identity or identity pool.",
                refused.awsErrorDetails().errorMessage());
    }

    private String attach(String identity, String provider, PublicUser user) {
        return cognito.device
                .getCredentialsForIdentity(
                        request -> request.identityId(identity).logins(Map.of(provider, user.token())))
                .identityId();
    }

    private int identities() {
        return cognito.backend
                .listIdentities(
                        request -> request.identityPoolId(TestEmulator.POOL).maxResults(60))
                .identities()
                .size();
    }
}
