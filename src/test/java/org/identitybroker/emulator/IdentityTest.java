package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.model.DescribeIdentityResponse;
import software.amazon.awssdk.services.cognitoidentity.model.ErrorCode;
import software.amazon.awssdk.services.cognitoidentity.model.IdentityDescription;
import software.amazon.awssdk.services.cognitoidentity.model.ListIdentitiesResponse;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentity.model.UnprocessedIdentityId;

/// DescribeIdentity, ListIdentities and DeleteIdentities.
class IdentityTest {
    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start();
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void anIdentityIsDescribedWithoutItsUsers() {
        String guest = cognito.guest();
        var created = cognito.clock.instant().truncatedTo(ChronoUnit.MILLIS);
        assertFalse(cognito.backend
                .describeIdentity(request -> request.identityId(guest))
                .hasLogins());

        cognito.clock.advance(Duration.ofSeconds(5));
        cognito.developerToken(guest, "ann");

        DescribeIdentityResponse described = cognito.backend.describeIdentity(request -> request.identityId(guest));
        assertEquals(List.of(TestEmulator.PROVIDER), described.logins());
        assertEquals(created, described.creationDate());
        assertEquals(created.plusSeconds(5), described.lastModifiedDate());
    }

    @Test
    void anUnknownIdentityIsNotFound() {
        assertThrows(
                ResourceNotFoundException.class,
                () -> cognito.backend.describeIdentity(request -> request.identityId("eu-west-1:0")));
    }

    @Test
    void manyIdentitiesComeInPages() {
        var expected = new TreeSet<String>();
        Stream.generate(cognito::guest).limit(7).forEach(expected::add);

        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            ListIdentitiesResponse page = cognito.backend.listIdentities(request ->
                    request.identityPoolId(TestEmulator.POOL).maxResults(3).nextToken(token));
            page.identities().stream().map(IdentityDescription::identityId).forEach(found::add);
            sizes.add(page.identities().size());
            next = page.nextToken();
        } while (next != null);

        assertEquals(List.copyOf(expected), found);
        assertEquals(List.of(3, 3, 1), sizes);
    }

    @Test
    void aDeletedIdentityIsGoneAndItsUserGetsAnother() {
        var ann = cognito.developerToken("ann");

        assertTrue(delete(ann.identityId()).isEmpty());

        ResourceNotFoundException redeemed =
                assertThrows(ResourceNotFoundException.class, () -> cognito.redeem(ann.identityId(), ann.token()));
        assertEquals(
                "Identity '" + ann.identityId() + "' not found.",
                redeemed.awsErrorDetails().errorMessage());
        assertThrows(ResourceNotFoundException.class, () -> cognito.developerToken(ann.identityId(), "ann"));
        assertNotEquals(ann.identityId(), cognito.developerToken("ann").identityId());
    }

    @Test
    void whatCannotBeDeletedComesBackAndTheRestIsDeleted() {
        String guest = cognito.guest();

        List<UnprocessedIdentityId> unprocessed = delete(guest, "eu-west-1:0", "us-east-1:1");

        assertEquals(
                List.of("eu-west-1:0", "us-east-1:1"),
                unprocessed.stream().map(UnprocessedIdentityId::identityId).toList());
        assertEquals(
                List.of(ErrorCode.ACCESS_DENIED, ErrorCode.ACCESS_DENIED),
                unprocessed.stream().map(UnprocessedIdentityId::errorCode).toList());
        assertThrows(
                ResourceNotFoundException.class,
                () -> cognito.backend.describeIdentity(request -> request.identityId(guest)));
    }

    @Test
    void deletingCanBeRepeated() {
        String guest = cognito.guest();

        assertTrue(delete(guest).isEmpty());
        assertTrue(delete(guest).isEmpty());
    }

    private List<UnprocessedIdentityId> delete(String... ids) {
        return cognito.backend
                .deleteIdentities(request -> request.identityIdsToDelete(ids))
                .unprocessedIdentityIds();
    }
}
