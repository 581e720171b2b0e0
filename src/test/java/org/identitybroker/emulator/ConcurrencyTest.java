package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sixty-four callers at once.
class ConcurrencyTest {
    private static final int CALLERS = 64;

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
    void parallelFirstCallsForOneUserMakeOneIdentity() {
        List<String> identities = inParallel(_ -> cognito.developerToken("ann").identityId());

        assertEquals(1, Set.copyOf(identities).size());
    }

    @Test
    void parallelLinksToOneIdentityAreAllKept() {
        String guest = cognito.guest();

        inParallel(number -> cognito.developerToken(guest, "user-" + number).identityId());

        assertEquals(
                IntStream.range(0, CALLERS).mapToObj(number -> "user-" + number).collect(Collectors.toSet()),
                allUsersOf(guest));
    }

    @Test
    void mixedChangesLoseNothing() {
        String hub = cognito.developerToken("hub").identityId();
        String survivor = cognito.developerToken("survivor").identityId();

        inParallel(number -> switch (number % 4) {
            case 0 -> cognito.developerToken("plain-" + number / 8).identityId();
            case 1 -> cognito.developerToken(hub, "linked-" + number).identityId();
            case 2 -> merged("merged-" + number);
            default -> unlinked("unlinked-" + number);
        });

        assertEquals(names("hub", "linked-", 1), Set.copyOf(cognito.usersOf(hub)));
        assertEquals(names("survivor", "merged-", 2), Set.copyOf(cognito.usersOf(survivor)));
        // Two to begin with, 8 plain ones by two callers each, and 16 each that were merged or unlinked.
        assertEquals(2 + 8 + 16 + 16, identities());
    }

    @Test
    void parallelChangesOfOnePoolAreAllKept() {
        String arn = "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/" + TestEmulator.POOL;

        inParallel(number -> switch (number % 4) {
            case 0 ->
                cognito.backend.tagResource(request -> request.resourceArn(arn).tags(Map.of("tag-" + number, "kept")));
            case 1 ->
                cognito.backend.setPrincipalTagAttributeMap(request -> request.identityPoolId(TestEmulator.POOL)
                        .identityProviderName("provider-" + number)
                        .principalTags(Map.of("tag", "claim")));
            case 2 ->
                cognito.backend.setIdentityPoolRoles(request -> request.identityPoolId(TestEmulator.POOL)
                        .roles(Map.of("authenticated", "arn:aws:iam::111122223333:role/Role")));
            default -> cognito.developerToken("user-" + number);
        });

        assertEquals(
                CALLERS / 4,
                cognito.backend
                        .listTagsForResource(request -> request.resourceArn(arn))
                        .tags()
                        .size());
        assertEquals(CALLERS / 4, identities());
        for (int number = 1; number < CALLERS; number += 4) {
            String provider = "provider-" + number;
            assertEquals(
                    Map.of("tag", "claim"),
                    cognito.backend
                            .getPrincipalTagAttributeMap(request ->
                                    request.identityPoolId(TestEmulator.POOL).identityProviderName(provider))
                            .principalTags());
        }
    }

    private String merged(String user) {
        cognito.developerToken(user);
        return cognito.backend
                .mergeDeveloperIdentities(request -> request.identityPoolId(TestEmulator.POOL)
                        .developerProviderName(TestEmulator.PROVIDER)
                        .sourceUserIdentifier(user)
                        .destinationUserIdentifier("survivor"))
                .identityId();
    }

    private String unlinked(String user) {
        String identity = cognito.developerToken(user).identityId();
        cognito.backend.unlinkDeveloperIdentity(request -> request.identityPoolId(TestEmulator.POOL)
                .identityId(identity)
                .developerProviderName(TestEmulator.PROVIDER)
                .developerUserIdentifier(user));
        return identity;
    }

    private static Set<String> names(String first, String prefix, int remainder) {
        Stream<String> others = IntStream.range(0, CALLERS)
                .filter(number -> number % 4 == remainder)
                .mapToObj(number -> prefix + number);
        return Stream.concat(Stream.of(first), others).collect(Collectors.toSet());
    }

    private int identities() {
        return cognito.backend
                .listIdentities(
                        request -> request.identityPoolId(TestEmulator.POOL).maxResults(60))
                .identities()
                .size();
    }

    private Set<String> allUsersOf(String identity) {
        var first = cognito.backend.lookupDeveloperIdentity(
                request -> request.identityPoolId(TestEmulator.POOL).identityId(identity));
        var second = cognito.backend.lookupDeveloperIdentity(request ->
                request.identityPoolId(TestEmulator.POOL).identityId(identity).nextToken(first.nextToken()));
        return Stream.of(first, second)
                .flatMap(page -> page.developerUserIdentifierList().stream())
                .collect(Collectors.toSet());
    }

    private interface Work<T> {
        T of(int number);
    }

    private static <T> List<T> inParallel(Work<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = IntStream.range(0, CALLERS)
                    .<Callable<T>>mapToObj(number -> () -> work.of(number))
                    .toList();
            return threads.invokeAll(calls).stream()
                    .map(ConcurrencyTest::result)
                    .toList();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }
}
