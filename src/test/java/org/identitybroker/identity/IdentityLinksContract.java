package org.identitybroker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.pool.PoolName;
import org.junit.jupiter.api.Test;

/// What every [IdentityLinks] does. Postgres and the fake of the token tests both run it, so that what those tests
/// say about the fake holds for Postgres. Pool, users and identities are new for each test.
public abstract class IdentityLinksContract {
    private static final int RACERS = 16;
    private static final int ROUNDS = 5;
    private static final String CALLER = "shop";

    private final PoolName pool = new PoolName("pool-" + UUID.randomUUID());
    private final PoolName otherPool = new PoolName("pool-" + UUID.randomUUID());
    private final UserId alice = user("alice");
    private final UserId bob = user("bob");
    private final IdentityId identity = newIdentity();
    private final IdentityId second = newIdentity();

    /// The form under test; the same one throughout a test.
    protected abstract IdentityLinks links();

    protected abstract void disable(IdentityId id);

    /// Deletes the logins of an identity, as unlinking does, and leaves the identity.
    protected abstract void removeUsers(IdentityId id);

    @Test
    void unknownUserIsNotFound() {
        assertThat(links().find(pool, alice)).isEmpty();
    }

    @Test
    void unknownIdentityIsNotFound() {
        assertThat(links().identity(identity)).isEmpty();
    }

    @Test
    void linkStoresLoginAndIdentity() {
        assertThat(links().link(login(alice, identity))).isEqualTo(new LinkOutcome.Stored(true));

        assertThat(links().find(pool, alice))
                .contains(new DeveloperLogin(pool, alice, identity, "cognito-alice", IdentityStatus.ENABLED));
        assertThat(links().identity(identity))
                .contains(new Identity(identity, pool, IdentityStatus.ENABLED, Set.of(alice)));
    }

    @Test
    void userOfOnePoolIsUnknownInAnother() {
        links().link(login(alice, identity));

        assertThat(links().find(otherPool, alice)).isEmpty();
    }

    @Test
    void sameUserIdInTwoPoolsIsTwoUsers() {
        links().link(login(alice, identity));

        assertThat(links().link(login(otherPool, alice, second))).isEqualTo(new LinkOutcome.Stored(true));

        assertThat(identityOf(alice)).contains(identity);
        assertThat(links().identity(second).map(Identity::pool)).contains(otherPool);
    }

    @Test
    void usersThatDifferOnlyInCaseOrBlanksAreTwo() {
        links().link(login(alice, identity));

        assertThat(links().find(pool, new UserId(alice.value().toUpperCase(Locale.ROOT))))
                .isEmpty();
        assertThat(links().find(pool, new UserId(alice.value() + " "))).isEmpty();
    }

    @Test
    void secondLinkOfAUserIsOvertakenAndLeavesNoIdentityBehind() {
        links().link(login(alice, identity));

        assertThat(links().link(login(alice, second))).isEqualTo(new LinkOutcome.Overtaken());

        assertThat(identityOf(alice)).contains(identity);
        assertThat(links().identity(second)).isEmpty();
    }

    @Test
    void sameLinkAgainIsOvertaken() {
        links().link(login(alice, identity));

        assertThat(links().link(login(alice, identity))).isEqualTo(new LinkOutcome.Overtaken());

        assertThat(usersOf(identity)).containsExactly(alice);
    }

    @Test
    void overtakenComesBeforeWhateverIsWrongWithTheIdentity() {
        links().link(login(alice, identity));
        links().link(login(otherPool, bob, second));

        assertThat(links().link(login(alice, second))).isEqualTo(new LinkOutcome.Overtaken());
    }

    @Test
    void identityOfAnotherUserIsRefusedWithThatUsersIdentifier() {
        links().link(login(bob, identity));

        assertThat(links().link(login(alice, identity)))
                .isEqualTo(new LinkOutcome.HasOtherUsers(Set.of("cognito-bob")));

        assertThat(links().find(pool, alice)).isEmpty();
        assertThat(usersOf(identity)).containsExactly(bob);
    }

    @Test
    void allOtherUsersOfAnIdentityAreNamed() {
        links().link(login(bob, identity));
        links().link(login(user("carol"), identity).confirmedAsShared());

        assertThat(links().link(login(alice, identity)))
                .isEqualTo(new LinkOutcome.HasOtherUsers(Set.of("cognito-bob", "cognito-carol")));
    }

    @Test
    void confirmedAsSharedIsStoredBesideTheOtherUser() {
        links().link(login(bob, identity));

        assertThat(links().link(login(alice, identity).confirmedAsShared())).isEqualTo(new LinkOutcome.Stored(false));

        assertThat(usersOf(identity)).containsExactlyInAnyOrder(alice, bob);
        assertThat(identityOf(alice)).contains(identity);
        assertThat(identityOf(bob)).contains(identity);
    }

    @Test
    void identityOfAnotherPoolIsRefusedEvenIfShared() {
        links().link(login(otherPool, bob, identity));

        assertThat(links().link(login(alice, identity))).isEqualTo(new LinkOutcome.OfAnotherPool());
        assertThat(links().link(login(alice, identity).confirmedAsShared())).isEqualTo(new LinkOutcome.OfAnotherPool());

        assertThat(links().find(pool, alice)).isEmpty();
        assertThat(usersOf(identity)).containsExactly(bob);
    }

    @Test
    void anotherPoolIsToldBeforeDisabled() {
        links().link(login(otherPool, bob, identity));
        disable(identity);

        assertThat(links().link(login(alice, identity))).isEqualTo(new LinkOutcome.OfAnotherPool());
    }

    @Test
    void disabledIdentityIsRefusedEvenIfSharedOrWithoutUsers() {
        links().link(login(bob, identity));
        disable(identity);

        assertThat(links().link(login(alice, identity))).isEqualTo(new LinkOutcome.Disabled());
        assertThat(links().link(login(alice, identity).confirmedAsShared())).isEqualTo(new LinkOutcome.Disabled());
        removeUsers(identity);
        assertThat(links().link(login(alice, identity))).isEqualTo(new LinkOutcome.Disabled());

        assertThat(links().find(pool, alice)).isEmpty();
    }

    @Test
    void findAndIdentityTellThatItIsDisabled() {
        links().link(login(alice, identity));
        disable(identity);

        assertThat(links().find(pool, alice).map(DeveloperLogin::status)).contains(IdentityStatus.DISABLED);
        assertThat(links().identity(identity).map(Identity::status)).contains(IdentityStatus.DISABLED);
    }

    @Test
    void identityWhoseUsersAreGoneMayBeLinkedAgain() {
        links().link(login(bob, identity));
        removeUsers(identity);
        assertThat(usersOf(identity)).isEmpty();

        assertThat(links().link(login(alice, identity))).isEqualTo(new LinkOutcome.Stored(false));

        assertThat(usersOf(identity)).containsExactly(alice);
        assertThat(links().find(pool, bob)).isEmpty();
    }

    @Test
    void replaceMovesTheUserAndRemovesTheLostIdentity() {
        links().link(login(alice, identity));
        NewLogin moved =
                new NewLogin(pool, alice, second, "cognito-alice-2", Optional.empty(), SomeOrigins.of(CALLER), false);

        assertThat(links().replace(identity, moved, EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Stored(true));

        assertThat(links().find(pool, alice)).contains(moved.stored());
        assertThat(links().identity(identity)).isEmpty();
        assertThat(usersOf(second)).containsExactly(alice);
    }

    @Test
    void replaceKeepsTheLostIdentityForItsOtherUsers() {
        links().link(login(alice, identity));
        links().link(login(bob, identity).confirmedAsShared());

        assertThat(links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Stored(true));

        assertThat(usersOf(identity)).containsExactly(bob);
        assertThat(identityOf(alice)).contains(second);
    }

    @Test
    void replaceMovesToAKnownIdentityWithoutUsers() {
        links().link(login(bob, second));
        removeUsers(second);
        links().link(login(alice, identity));

        assertThat(links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Stored(false));

        assertThat(usersOf(second)).containsExactly(alice);
    }

    @Test
    void replaceByTheSameIdentityKeepsIt() {
        links().link(login(alice, identity));

        assertThat(links().replace(identity, login(alice, identity), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Stored(false));

        assertThat(usersOf(identity)).containsExactly(alice);
    }

    @Test
    void replaceOfADisabledIdentityIsRefused() {
        links().link(login(alice, identity));
        disable(identity);

        assertThat(links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Disabled());

        assertThat(identityOf(alice)).contains(identity);
        assertThat(links().identity(second)).isEmpty();
    }

    @Test
    void replaceByADisabledIdentityChangesNothing() {
        links().link(login(alice, identity));
        links().link(login(bob, second));
        disable(second);

        assertThat(links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Disabled());

        assertThat(usersOf(identity)).containsExactly(alice);
        assertThat(usersOf(second)).containsExactly(bob);
    }

    @Test
    void replaceByAnotherUsersIdentityChangesNothing() {
        links().link(login(alice, identity));
        links().link(login(bob, second));

        assertThat(links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.HasOtherUsers(Set.of("cognito-bob")));

        assertThat(usersOf(identity)).containsExactly(alice);
        assertThat(usersOf(second)).containsExactly(bob);
    }

    @Test
    void replaceByAnIdentityThatIsConfirmedAsSharedIsStored() {
        links().link(login(alice, identity));
        links().link(login(bob, second));

        assertThat(links().replace(identity, login(alice, second).confirmedAsShared(), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Stored(false));

        assertThat(usersOf(second)).containsExactlyInAnyOrder(alice, bob);
        assertThat(links().identity(identity)).isEmpty();
    }

    @Test
    void replaceByAnIdentityOfAnotherPoolChangesNothing() {
        links().link(login(alice, identity));
        links().link(login(otherPool, bob, second));

        assertThat(links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.OfAnotherPool());

        assertThat(usersOf(identity)).containsExactly(alice);
    }

    @Test
    void replaceIsOvertakenIfTheUserMovedMeanwhile() {
        IdentityId third = newIdentity();
        links().link(login(alice, identity));
        links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED);

        assertThat(links().replace(identity, login(alice, third), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Overtaken());

        assertThat(identityOf(alice)).contains(second);
        assertThat(links().identity(third)).isEmpty();
    }

    @Test
    void replaceIsOvertakenIfTheUserIsGone() {
        links().link(login(alice, identity));
        removeUsers(identity);

        assertThat(links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED))
                .isEqualTo(new LinkOutcome.Overtaken());

        assertThat(links().find(pool, alice)).isEmpty();
        assertThat(links().identity(second)).isEmpty();
    }

    @Test
    void releaseRemovesTheLoginAndTheIdentityThatItMadeKnown() {
        NewLogin login = login(alice, identity);
        links().release(login, stored(links().link(login)));

        assertThat(links().find(pool, alice)).isEmpty();
        assertThat(links().identity(identity)).isEmpty();
    }

    @Test
    void releaseKeepsAnIdentityThatWasKnownBefore() {
        links().link(login(bob, identity));
        removeUsers(identity);
        NewLogin login = login(alice, identity);

        links().release(login, stored(links().link(login)));

        assertThat(links().find(pool, alice)).isEmpty();
        assertThat(links().identity(identity)).contains(new Identity(identity, pool, IdentityStatus.ENABLED, Set.of()));
    }

    @Test
    void releaseKeepsAnIdentityThatSomebodyElseHasByNow() {
        NewLogin login = login(alice, identity);
        LinkOutcome.Stored stored = stored(links().link(login));
        links().link(login(bob, identity).confirmedAsShared());

        links().release(login, stored);

        assertThat(links().find(pool, alice)).isEmpty();
        assertThat(usersOf(identity)).containsExactly(bob);
    }

    @Test
    void releaseLeavesALoginThatMovedMeanwhile() {
        NewLogin login = login(alice, identity);
        LinkOutcome.Stored stored = stored(links().link(login));
        links().replace(identity, login(alice, second), EventType.IDENTITY_REPLACED);

        links().release(login, stored);

        assertThat(identityOf(alice)).contains(second);
        assertThat(usersOf(second)).containsExactly(alice);
    }

    @Test
    void releaseTakesTheLoginWhateverCognitoKnowsTheUserAs() {
        NewLogin login = login(alice, identity);
        LinkOutcome.Stored stored = stored(links().link(login));
        links().replace(
                        identity,
                        new NewLogin(pool, alice, identity, "renamed", Optional.empty(), SomeOrigins.of(CALLER), false),
                        EventType.IDENTITY_REPLACED);

        links().release(login, stored);

        assertThat(links().find(pool, alice)).isEmpty();
    }

    @Test
    void releaseASecondTimeChangesNothing() {
        NewLogin login = login(alice, identity);
        LinkOutcome.Stored stored = stored(links().link(login));
        links().release(login, stored);
        links().release(login, stored);

        assertThat(links().find(pool, alice)).isEmpty();
        assertThat(links().identity(identity)).isEmpty();
    }

    @Test
    void oneOfManyIdentitiesWinsAUser() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UserId user = user("racer-" + round);
            List<IdentityId> identities =
                    IntStream.range(0, RACERS).mapToObj(_ -> newIdentity()).toList();

            List<LinkOutcome> outcomes = race(number -> links().link(login(user, identities.get(number))));

            assertThat(outcomes).containsOnlyOnce(new LinkOutcome.Stored(true));
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.equals(new LinkOutcome.Overtaken()))
                    .hasSize(RACERS - 1);
            IdentityId winner = identities.get(outcomes.indexOf(new LinkOutcome.Stored(true)));
            assertThat(identityOf(user)).contains(winner);
            assertThat(identities.stream().filter(id -> links().identity(id).isPresent()))
                    .containsExactly(winner);
        }
    }

    @Test
    void oneOfManyUsersWinsAnIdentity() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            IdentityId wanted = newIdentity();
            List<UserId> users = users();

            List<LinkOutcome> outcomes = race(number -> links().link(login(users.get(number), wanted)));

            UserId winner = users.get(outcomes.indexOf(new LinkOutcome.Stored(true)));
            assertThat(outcomes).containsOnlyOnce(new LinkOutcome.Stored(true));
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.equals(new LinkOutcome.HasOtherUsers(Set.of(identifier(winner)))))
                    .hasSize(RACERS - 1);
            assertThat(usersOf(wanted)).containsExactly(winner);
            assertThat(users.stream().filter(user -> identityOf(user).isPresent()))
                    .containsExactly(winner);
        }
    }

    @Test
    void oneOfManyReplacementsMovesTheUser() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            IdentityId lost = newIdentity();
            UserId user = user("racer-" + round);
            links().link(login(user, lost));
            List<IdentityId> identities =
                    IntStream.range(0, RACERS).mapToObj(_ -> newIdentity()).toList();

            List<LinkOutcome> outcomes = race(
                    number -> links().replace(lost, login(user, identities.get(number)), EventType.IDENTITY_REPLACED));

            assertThat(outcomes).containsOnlyOnce(new LinkOutcome.Stored(true));
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.equals(new LinkOutcome.Overtaken()))
                    .hasSize(RACERS - 1);
            assertThat(identityOf(user)).contains(identities.get(outcomes.indexOf(new LinkOutcome.Stored(true))));
            assertThat(links().identity(lost)).isEmpty();
        }
    }

    @Test
    void manyConfirmedUsersShareAnIdentity() throws Exception {
        List<UserId> users = users();

        List<LinkOutcome> outcomes =
                race(number -> links().link(login(users.get(number), identity).confirmedAsShared()));

        assertThat(outcomes).containsOnlyOnce(new LinkOutcome.Stored(true));
        assertThat(outcomes).allMatch(LinkOutcome.Stored.class::isInstance);
        assertThat(usersOf(identity)).containsExactlyInAnyOrderElementsOf(users);
    }

    @Test
    void releaseThatRacesWithLinksLosesNobodysLogin() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            IdentityId wanted = newIdentity();
            NewLogin refused = login(user("refused-" + round), wanted);
            LinkOutcome.Stored stored = stored(links().link(refused));
            List<UserId> users = users();

            List<LinkOutcome> outcomes = race(number -> {
                if (number == 0) {
                    links().release(refused, stored);
                    return new LinkOutcome.Overtaken();
                }
                return links().link(login(users.get(number), wanted));
            });

            List<UserId> winners = IntStream.range(0, RACERS)
                    .filter(number -> outcomes.get(number) instanceof LinkOutcome.Stored)
                    .mapToObj(users::get)
                    .toList();
            assertThat(winners).hasSizeLessThanOrEqualTo(1);
            assertThat(users.stream().filter(user -> identityOf(user).isPresent()))
                    .containsExactlyElementsOf(winners);
            assertThat(links().identity(wanted).map(Identity::users))
                    .isEqualTo(winners.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(winners)));
        }
    }

    private Optional<IdentityId> identityOf(UserId user) {
        return links().find(pool, user).map(DeveloperLogin::identity);
    }

    private Set<UserId> usersOf(IdentityId id) {
        return links().identity(id).map(Identity::users).orElseThrow();
    }

    private NewLogin login(UserId user, IdentityId id) {
        return login(pool, user, id);
    }

    private static NewLogin login(PoolName pool, UserId user, IdentityId id) {
        return new NewLogin(pool, user, id, identifier(user), Optional.empty(), SomeOrigins.of(CALLER), false);
    }

    /// Another one than the user id, so that no test mistakes one for the other.
    private static String identifier(UserId user) {
        return "cognito-" + user.value();
    }

    private static LinkOutcome.Stored stored(LinkOutcome outcome) {
        assertThat(outcome).isInstanceOf(LinkOutcome.Stored.class);
        return (LinkOutcome.Stored) outcome;
    }

    private static UserId user(String name) {
        return new UserId(name);
    }

    private static List<UserId> users() {
        return IntStream.range(0, RACERS)
                .mapToObj(number -> user("user-" + number + "-" + UUID.randomUUID()))
                .toList();
    }

    private static IdentityId newIdentity() {
        return new IdentityId("eu-west-1:" + UUID.randomUUID());
    }

    /// All at once; the outcomes in the order of the numbers.
    private static List<LinkOutcome> race(IntFunction<LinkOutcome> attempt) throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        try (ExecutorService threads = Executors.newFixedThreadPool(RACERS)) {
            List<Future<LinkOutcome>> running = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                int number = i;
                Callable<LinkOutcome> racer = () -> {
                    start.await(20, TimeUnit.SECONDS);
                    return attempt.apply(number);
                };
                running.add(threads.submit(racer));
            }
            List<LinkOutcome> outcomes = new ArrayList<>();
            for (Future<LinkOutcome> outcome : running) {
                outcomes.add(outcome.get(30, TimeUnit.SECONDS));
            }
            return outcomes;
        }
    }
}
