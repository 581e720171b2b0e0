package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.LookupDeveloperIdentityRequest;
import software.amazon.awssdk.services.cognitoidentity.model.LookupDeveloperIdentityResponse;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceConflictException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// LookupDeveloperIdentity in each direction.
class LookupTest {
    private static TestEmulator cognito;

    @BeforeAll
    static void start() {
        cognito = TestEmulator.start();
    }

    @AfterAll
    static void stop() {
        cognito.close();
    }

    @Test
    void aUserLeadsToTheIdentityAndBack() {
        String identity = cognito.developerToken("ann").identityId();

        LookupDeveloperIdentityResponse byUser = lookup(request().developerUserIdentifier("ann"));

        assertEquals(identity, byUser.identityId());
        assertEquals(List.of("ann"), byUser.developerUserIdentifierList());
        assertEquals(List.of("ann"), cognito.usersOf(identity));
    }

    @Test
    void bothMustBelongTogether() {
        String identity = cognito.developerToken("bob").identityId();
        String other = cognito.developerToken("carl").identityId();

        assertEquals(
                List.of("bob"),
                lookup(request().identityId(identity).developerUserIdentifier("bob"))
                        .developerUserIdentifierList());
        assertThrows(
                ResourceConflictException.class,
                () -> lookup(request().identityId(other).developerUserIdentifier("bob")));
    }

    @Test
    void neitherIsTooLittle() {
        assertThrows(InvalidParameterException.class, () -> lookup(request()));
    }

    @Test
    void lookingUpMakesNothing() {
        assertThrows(ResourceNotFoundException.class, () -> lookup(request().developerUserIdentifier("nobody")));
        assertThrows(ResourceNotFoundException.class, () -> lookup(request().developerUserIdentifier("nobody")));
        assertThrows(ResourceNotFoundException.class, () -> lookup(request().identityId("eu-west-1:0")));
    }

    @Test
    void manyUsersComeInPages() {
        String identity = cognito.developerToken("page-0").identityId();
        List<String> users =
                IntStream.range(0, 7).mapToObj(number -> "page-" + number).toList();
        users.forEach(user -> cognito.developerToken(identity, user));

        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String next = null;
        do {
            LookupDeveloperIdentityResponse page =
                    lookup(request().identityId(identity).maxResults(3).nextToken(next));
            found.addAll(page.developerUserIdentifierList());
            sizes.add(page.developerUserIdentifierList().size());
            next = page.nextToken();
        } while (next != null);

        assertEquals(users, found);
        assertEquals(List.of(3, 3, 1), sizes);
    }

    @Test
    void aForeignNextTokenIsRefused() {
        String identity = cognito.developerToken("dora").identityId();

        assertThrows(
                InvalidParameterException.class,
                () -> lookup(request().identityId(identity).nextToken("made-up")));
    }

    private static LookupDeveloperIdentityRequest.Builder request() {
        return LookupDeveloperIdentityRequest.builder().identityPoolId(TestEmulator.POOL);
    }

    private static LookupDeveloperIdentityResponse lookup(LookupDeveloperIdentityRequest.Builder request) {
        return cognito.backend.lookupDeveloperIdentity(request.build());
    }
}
