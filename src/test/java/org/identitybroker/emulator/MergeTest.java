package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceConflictException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// MergeDeveloperIdentities.
class MergeTest {
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
    void theDestinationSurvivesWithBothUsers() {
        cognito.developerToken("old");
        String survivor = cognito.developerToken("new").identityId();

        assertEquals(survivor, merge("old", "new"));

        assertEquals(survivor, cognito.developerToken("old").identityId());
        assertEquals(survivor, cognito.developerToken("new").identityId());
        assertEquals(List.of("new", "old"), cognito.usersOf(survivor));
    }

    @Test
    void theLoserIsDisabledAndItsTokensAreDead() {
        var old = cognito.developerToken("old");
        cognito.developerToken("new");

        merge("old", "new");

        String forbidden = "Access to Identity '" + old.identityId() + "' is forbidden.";
        NotAuthorizedException redeemed =
                assertThrows(NotAuthorizedException.class, () -> cognito.redeem(old.identityId(), old.token()));
        assertEquals(forbidden, redeemed.awsErrorDetails().errorMessage());
        assertThrows(NotAuthorizedException.class, () -> cognito.developerToken(old.identityId(), "third"));
        assertEquals(1, listed(true));
        assertEquals(2, listed(false));
    }

    @Test
    void twentyLoginsAreTheMost() {
        String source = withUsers("source-", 10);
        String destination = withUsers("destination-", 11);

        assertThrows(ResourceConflictException.class, () -> merge("source-0", "destination-0"));
        assertEquals(10, cognito.usersOf(source).size());

        cognito.backend.unlinkDeveloperIdentity(request -> request.identityPoolId(TestEmulator.POOL)
                .identityId(destination)
                .developerProviderName(TestEmulator.PROVIDER)
                .developerUserIdentifier("destination-10"));
        merge("source-0", "destination-0");
        assertEquals(20, cognito.usersOf(destination).size());
    }

    @Test
    void differentUsersOfOnePublicProviderCannotBeMerged() {
        cognito.developerToken(
                null, "ann", Map.of(PublicUser.GOOGLE, PublicUser.google("ann").token()));
        cognito.developerToken(
                null, "bob", Map.of(PublicUser.GOOGLE, PublicUser.google("bob").token()));

        assertThrows(ResourceConflictException.class, () -> merge("ann", "bob"));
    }

    @Test
    void whatCannotBeMergedIsRefused() {
        String identity = cognito.developerToken("ann").identityId();
        cognito.developerToken(identity, "ann-2");

        assertThrows(InvalidParameterException.class, () -> merge("ann", "ann"));
        assertThrows(InvalidParameterException.class, () -> merge("ann", "ann-2"));
        assertThrows(ResourceNotFoundException.class, () -> merge("ann", "nobody"));
        assertThrows(ResourceNotFoundException.class, () -> merge("nobody", "ann"));
        assertThrows(
                NotAuthorizedException.class,
                () -> cognito.backend.mergeDeveloperIdentities(request -> request.identityPoolId(TestEmulator.POOL)
                        .developerProviderName("other.example.com")
                        .sourceUserIdentifier("ann")
                        .destinationUserIdentifier("bob")));
    }

    private String withUsers(String prefix, int count) {
        String identity = cognito.developerToken(prefix + 0).identityId();
        IntStream.range(1, count).forEach(number -> cognito.developerToken(identity, prefix + number));
        return identity;
    }

    private String merge(String source, String destination) {
        return cognito.backend
                .mergeDeveloperIdentities(request -> request.identityPoolId(TestEmulator.POOL)
                        .developerProviderName(TestEmulator.PROVIDER)
                        .sourceUserIdentifier(source)
                        .destinationUserIdentifier(destination))
                .identityId();
    }

    private int listed(boolean hideDisabled) {
        return cognito.backend
                .listIdentities(request ->
                        request.identityPoolId(TestEmulator.POOL).maxResults(60).hideDisabled(hideDisabled))
                .identities()
                .size();
    }
}
