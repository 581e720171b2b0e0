package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.model.DeveloperUserAlreadyRegisteredException;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceConflictException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// Several logins on one identity, by the developer's call.
class LinkingTest {
    private static final Map<String, String> GOOGLE =
            Map.of(PublicUser.GOOGLE, PublicUser.google("ann").token());

    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start(TestEmulator.optionsWithPublicLogins());
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void anIdentityMayHaveSeveralUsers() {
        String identity = cognito.developerToken("ann").identityId();

        assertEquals(identity, cognito.developerToken(identity, "ann-2").identityId());
        assertEquals(identity, cognito.developerToken("ann-2").identityId());
        assertEquals(List.of("ann", "ann-2"), cognito.usersOf(identity));
        assertEquals(List.of(TestEmulator.PROVIDER), cognito.providersOf(identity));
    }

    @Test
    void theStrictChoiceNeedsProofForASecondUser() {
        try (TestEmulator strict =
                TestEmulator.start(TestEmulator.optionsWithPublicLogins().linkWithoutProof(false))) {
            String identity = strict.developerToken("ann").identityId();

            assertThrows(NotAuthorizedException.class, () -> strict.developerToken(identity, "ann-2"));
            assertEquals(List.of("ann"), strict.usersOf(identity));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIdentityWithAPublicLoginNeedsProof(boolean linkWithoutProof) {
        try (TestEmulator either =
                TestEmulator.start(TestEmulator.optionsWithPublicLogins().linkWithoutProof(linkWithoutProof))) {
            String identity = either.publicIdentity(PublicUser.GOOGLE, PublicUser.google("ann"));

            assertThrows(NotAuthorizedException.class, () -> either.developerToken(identity, "ann"));
            assertEquals(
                    identity, either.developerToken(identity, "ann", GOOGLE).identityId());
            assertEquals(identity, either.developerToken("ann").identityId());
        }
    }

    @Test
    void publicLoginsInTheSameCallAreLinked() {
        String identity = cognito.developerToken(null, "ann", GOOGLE).identityId();

        assertEquals(identity, cognito.developerToken(null, "ann", GOOGLE).identityId());
        assertEquals(identity, cognito.publicIdentity(PublicUser.GOOGLE, PublicUser.google("ann")));
        assertEquals(List.of(TestEmulator.PROVIDER, PublicUser.GOOGLE), cognito.providersOf(identity));
    }

    @Test
    void aKnownPublicLoginLeadsToItsIdentity() {
        String identity = cognito.publicIdentity(PublicUser.GOOGLE, PublicUser.google("ann"));

        assertEquals(identity, cognito.developerToken(null, "ann", GOOGLE).identityId());
    }

    @Test
    void aPublicLoginOfAnotherIdentityIsAConflict() {
        String google = cognito.publicIdentity(PublicUser.GOOGLE, PublicUser.google("ann"));
        String developer = cognito.developerToken("ann").identityId();

        assertThrows(ResourceConflictException.class, () -> cognito.developerToken(null, "ann", GOOGLE));
        assertThrows(ResourceConflictException.class, () -> cognito.developerToken(developer, "ann", GOOGLE));

        assertEquals(List.of(PublicUser.GOOGLE), cognito.providersOf(google));
        assertEquals(List.of(TestEmulator.PROVIDER), cognito.providersOf(developer));
    }

    @Test
    void aUserOfAnotherIdentityIsRefusedEvenWithProof() {
        String google = cognito.publicIdentity(PublicUser.GOOGLE, PublicUser.google("ann"));
        cognito.developerToken("ann");

        assertThrows(
                DeveloperUserAlreadyRegisteredException.class, () -> cognito.developerToken(google, "ann", GOOGLE));
    }

    @Test
    void aBadPublicTokenLinksNothing() {
        Map<String, String> bad = Map.of(PublicUser.GOOGLE, "x");

        assertThrows(NotAuthorizedException.class, () -> cognito.developerToken(null, "ann", bad));
        assertEquals(
                List.of(),
                cognito.backend
                        .listIdentities(request ->
                                request.identityPoolId(TestEmulator.POOL).maxResults(60))
                        .identities());
    }

    @Test
    void anUnlinkedUserGetsANewIdentity() {
        String identity = cognito.developerToken("ann").identityId();

        unlink(identity, "ann");

        String fresh = cognito.developerToken("ann").identityId();
        assertNotEquals(identity, fresh);
        assertEquals(List.of(), cognito.usersOf(identity));
    }

    @Test
    void anIdentityWithoutLoginsIsClosedForGood() {
        String identity = cognito.developerToken("ann").identityId();
        String token = cognito.developerToken("ann").token();

        unlink(identity, "ann");

        assertThrows(NotAuthorizedException.class, () -> cognito.developerToken(identity, "bob"));
        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.getCredentialsForIdentity(request -> request.identityId(identity)));
        // Unlinking revokes nothing that is out already.
        assertEquals(40, cognito.redeem(identity, token).secretKey().length());
    }

    @Test
    void onlyALinkedUserCanBeUnlinked() {
        String ann = cognito.developerToken("ann").identityId();
        cognito.developerToken("bob");

        assertThrows(ResourceConflictException.class, () -> unlink(ann, "bob"));
        assertThrows(ResourceNotFoundException.class, () -> unlink(ann, "nobody"));
        assertEquals(List.of("ann"), cognito.usersOf(ann));
    }

    @Test
    void aPublicLoginIsUnlinkedByItsToken() {
        String identity = cognito.developerToken(null, "ann", GOOGLE).identityId();

        cognito.device.unlinkIdentity(
                request -> request.identityId(identity).logins(GOOGLE).loginsToRemove(PublicUser.GOOGLE));

        assertEquals(List.of(TestEmulator.PROVIDER), cognito.providersOf(identity));
        assertNotEquals(identity, cognito.publicIdentity(PublicUser.GOOGLE, PublicUser.google("ann")));
    }

    @Test
    void unlinkingNeedsALoginOfTheIdentity() {
        String identity = cognito.developerToken(null, "ann", GOOGLE).identityId();
        Map<String, String> anothers =
                Map.of(PublicUser.GOOGLE, PublicUser.google("bob").token());

        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.device.unlinkIdentity(
                        request -> request.identityId(identity).logins(anothers).loginsToRemove(PublicUser.GOOGLE)));
        assertEquals(List.of(TestEmulator.PROVIDER, PublicUser.GOOGLE), cognito.providersOf(identity));
    }

    private void unlink(String identity, String user) {
        cognito.backend.unlinkDeveloperIdentity(request -> request.identityPoolId(TestEmulator.POOL)
                .identityId(identity)
                .developerProviderName(TestEmulator.PROVIDER)
                .developerUserIdentifier(user));
    }
}
