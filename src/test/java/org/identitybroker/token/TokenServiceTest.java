package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.audit.Subject;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.Permission;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenServiceTest {
    private static final Pool POOL = SomePools.named("customers", 1);
    private static final PoolName CUSTOMERS = POOL.name();
    private static final PoolName STAFF = new PoolName("staff");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.750Z");

    private static final Map<String, String> FACEBOOK = Map.of("graph.facebook.com", "proof");
    private static final Map<String, String> NO_LOGINS = Map.of();

    private final FakeCognito cognito = new FakeCognito();
    private final FakeIdentityLinks links = new FakeIdentityLinks();
    private final TokenService service = SomeTokens.over(links, cognito, Clock.fixed(NOW, ZoneOffset.UTC));

    @Nested
    class OfANewUser {
        @Test
        void identityIsMadeAndStored() {
            IssuedToken issued = issue(order());

            assertThat(issued.created()).isTrue();
            assertThat(issued.pool()).isEqualTo(POOL);
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(issued.identity());
            assertThat(cognito.users(issued.identity())).containsExactly("alice");
            assertThat(cognito.tokenCalls())
                    .containsExactly(new TokenCall(
                            "shop", "alice", Optional.empty(), Map.of(), Map.of(), Duration.ofMinutes(15)));
            assertThat(cognito.lookups()).isZero();
        }

        @Test
        void mappingThatIsStoredWithTheSettlementIsNotStoredAgain() {
            FirstSettlement settlement = new FirstSettlement(true);

            IssuedToken issued = service.issue(order(), settlement);

            assertThat(issued.created()).isTrue();
            assertThat(settlement.login).isEqualTo(order().login(issued.identity(), "alice"));
            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void mappingThatIsNoFirstOneIsStoredBeforeTheSettlement() {
            FirstSettlement settlement = new FirstSettlement(false);

            IssuedToken issued = service.issue(order(), settlement);

            assertThat(issued.created()).isTrue();
            assertThat(settlement.settled).isEqualTo(issued);
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(issued.identity());
            assertThat(cognito.tokenCalls()).hasSize(1);
        }

        @Test
        void identityThatCognitoAlreadyHasIsTaken() {
            IdentityId old = cognito.has("000000000001", "alice");

            assertThat(issue(order()).identity()).isEqualTo(old);
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(old);
        }

        @Test
        void differentUsersGetDifferentIdentities() {
            IssuedToken first = issue(order());
            IssuedToken second = issue(order("Alice", Optional.empty(), NO_LOGINS));

            assertThat(second.identity()).isNotEqualTo(first.identity());
            assertThat(second.created()).isTrue();
        }

        @Test
        void loginsTagsAndDurationArePassedOn() {
            TokenOrder order = new TokenOrder(
                    caller(),
                    SomeOrigins.of("shop"),
                    POOL,
                    new UserId("alice"),
                    Duration.ofSeconds(77),
                    Optional.empty(),
                    FACEBOOK,
                    Map.of("tier", "gold"),
                    false);

            issue(order);

            assertThat(cognito.tokenCalls())
                    .containsExactly(new TokenCall(
                            "shop",
                            "alice",
                            Optional.empty(),
                            FACEBOOK,
                            Map.of("tier", "gold"),
                            Duration.ofSeconds(77)));
        }

        @Test
        void expiryIsTheTokensOwn() {
            assertThat(issue(order()).expiresAt()).isEqualTo(Instant.ofEpochSecond(1_795_255_200));
        }

        @Test
        void expiryOfATokenWithoutExpIsCountedFromTheStartInWholeSeconds() {
            cognito.givesTokensWithoutExp();

            assertThat(issue(order()).expiresAt()).isEqualTo(Instant.parse("2026-11-21T10:15:00Z"));
        }
    }

    @Nested
    class OfAKnownUser {
        @Test
        void cognitoIsAskedForTheStoredIdentity() {
            IdentityId stored = knownAlice();

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isEqualTo(stored);
            assertThat(issued.created()).isFalse();
            assertThat(cognito.tokenCalls()).extracting(TokenCall::identity).containsExactly(Optional.of(stored));
            assertThat(links.writes()).isZero();
        }

        @Test
        void cognitoIsAskedForTheStoredIdentifier() {
            IdentityId stored = cognito.has("000000000001", "pseudonym");
            links.has(CUSTOMERS, "alice", stored, "pseudonym");

            assertThat(issue(order()).identity()).isEqualTo(stored);
            assertThat(cognito.tokenCalls())
                    .extracting(TokenCall::developerUserIdentifier)
                    .containsExactly("pseudonym");
        }

        @Test
        void disabledIsRefusedWithoutAskingCognito() {
            links.disable(knownAlice());

            assertRefused(order(), ProblemCode.IDENTITY_DISABLED);
            assertRefused(order(Optional.of(cognito.has("000000000009")), NO_LOGINS), ProblemCode.IDENTITY_DISABLED);

            assertCognitoWasNotAsked();
        }

        @Test
        void disabledMeanwhileIsRefused() {
            IdentityId id = knownAlice();
            cognito.meanwhile(() -> links.disable(id));

            assertRefused(order(), ProblemCode.IDENTITY_DISABLED);

            assertThat(cognito.unlinked()).isEmpty();
        }

        /// Cognito was asked after it had unlinked the user, and linked the user to the others' identity once more.
        @Test
        void unlinkedMeanwhileDoesNotGetTheOthersIdentityBack() {
            IdentityId shared = cognito.has("00000000000a", "bob");
            links.has(CUSTOMERS, "alice", shared);
            cognito.meanwhile(() -> links.losesUsersOf(shared));

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isNotEqualTo(shared);
            assertThat(cognito.users(shared)).containsExactly("bob");
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(issued.identity());
        }

        @Test
        void movedWhileCognitoRefusedIsAskedForAgain() {
            knownAlice();
            IdentityId survivor = cognito.has("00000000000c", "carol");
            cognito.failsNextWith(CognitoFailure.LOGIN_REFUSED);
            cognito.meanwhile(() -> {
                cognito.merge(POOL, "alice", "carol");
                links.has(CUSTOMERS, "alice", survivor);
            });

            assertThat(issue(order()).identity()).isEqualTo(survivor);
        }

        @Test
        void linkThatCognitoHasElsewhereIsNotTouched() {
            IdentityId stored = cognito.has("000000000001");
            IdentityId elsewhere = cognito.has("000000000002", "alice");
            links.has(CUSTOMERS, "alice", stored);

            assertRefused(order(), ProblemCode.USER_ALREADY_LINKED);

            assertThat(cognito.unlinked()).isEmpty();
            assertThat(cognito.users(elsewhere)).containsExactly("alice");
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(stored);
        }

        @Test
        void anotherIdentityThanAskedForIsRefused() {
            IdentityId stored = knownAlice();
            cognito.answersNext(cognito.has("000000000002", "alice"));

            assertRefused(order(), ProblemCode.IDENTITY_CONFLICT);

            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(stored);
            assertThat(links.writes()).isZero();
        }

        @Test
        void identityThatAPublicLoginWasMergedIntoIsFollowed() {
            knownAlice();
            IdentityId merged = cognito.has("000000000002", "alice");
            cognito.answersNext(merged);

            IssuedToken issued = issue(order(Optional.empty(), FACEBOOK));

            assertThat(issued.identity()).isEqualTo(merged);
            assertThat(issued.created()).isTrue();
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(merged);
        }

        @Test
        void mergeIntoAnotherUsersIdentityIsNotFollowed() {
            IdentityId stored = knownAlice();
            IdentityId bobs = knownBob();
            cognito.answersNext(bobs);

            assertRefused(order(Optional.empty(), FACEBOOK), ProblemCode.IDENTITY_CONFLICT);

            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(stored);
            assertThat(cognito.unlinked()).isEmpty();
        }
    }

    @Nested
    class OvertakenByAnotherRequest {
        @Test
        void sameIdentityIsAnsweredWithoutASecondCall() {
            IdentityId same = cognito.has("000000000001", "alice");
            cognito.meanwhile(() -> links.has(CUSTOMERS, "alice", same));

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isEqualTo(same);
            assertThat(issued.created()).isFalse();
            assertThat(cognito.tokenCalls()).hasSize(1);
        }

        @Test
        void winnersIdentityIsAskedForAndAnswered() {
            IdentityId winners = cognito.has("000000000001", "alice");
            cognito.answersNext(cognito.has("000000000002"));
            links.beforeNextWrite(() -> links.has(CUSTOMERS, "alice", winners));

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isEqualTo(winners);
            assertThat(issued.token().reveal()).isNotEmpty();
            assertThat(issued.created()).isFalse();
            assertThat(cognito.tokenCalls())
                    .extracting(TokenCall::identity)
                    .containsExactly(Optional.empty(), Optional.of(winners));
            assertThat(cognito.unlinked()).isEmpty();
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(winners);
        }

        @Test
        void linkOfTheStrayIdentityIsTakenBack() {
            IdentityId stray = cognito.has("000000000002", "alice");
            IdentityId winners = cognito.has("000000000001");
            links.beforeNextWrite(() -> links.has(CUSTOMERS, "alice", winners));

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isEqualTo(winners);
            assertThat(cognito.unlinked()).containsExactly(stray + " alice");
            assertThat(cognito.users(winners)).containsExactly("alice");
            assertThat(cognito.tokenCalls())
                    .extracting(TokenCall::identity)
                    .containsExactly(Optional.empty(), Optional.of(winners), Optional.of(winners));
        }

        @Test
        void winnerThatIsDisabledAtOnceIsRefused() {
            IdentityId winners = cognito.has("000000000001", "alice");
            cognito.meanwhile(() -> {
                links.has(CUSTOMERS, "alice", winners);
                links.disable(winners);
            });

            assertRefused(order(), ProblemCode.IDENTITY_DISABLED);
        }

        @Test
        void stormEndsAfterThreeRounds() {
            for (String number : Set.of("000000000001", "000000000002", "000000000003")) {
                IdentityId lostAtOnce = cognito.has(number);
                cognito.loses(lostAtOnce);
                links.beforeNextWrite(() -> links.has(CUSTOMERS, "alice", lostAtOnce));
            }

            assertRefused(order(), ProblemCode.STORE_UNAVAILABLE);

            assertThat(links.writes()).isEqualTo(3);
        }
    }

    @Nested
    class OfAnIdentityThatCognitoLost {
        private final IdentityId lost = knownAlice();

        @Test
        void newIdentityTakesItsPlace() {
            cognito.loses(lost);

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isNotEqualTo(lost);
            assertThat(issued.created()).isTrue();
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(issued.identity());
            assertThat(links.identity(lost)).isEmpty();
            assertThat(cognito.tokenCalls())
                    .extracting(TokenCall::identity)
                    .containsExactly(Optional.of(lost), Optional.empty());
        }

        @Test
        void otherUsersKeepTheLostIdentityUntilTheirTurn() {
            links.has(CUSTOMERS, "bob", lost);
            cognito.loses(lost);

            issue(order());

            assertThat(links.identityOf(CUSTOMERS, "bob")).contains(lost);
        }

        @Test
        void poolThatIsGoneReplacesNothing() {
            cognito.failsNextWith(CognitoFailure.NOT_FOUND);
            cognito.failsNextWith(CognitoFailure.NOT_FOUND);

            assertRefused(order(), ProblemCode.UPSTREAM_MISCONFIGURED);

            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(lost);
            assertThat(links.writes()).isZero();
        }

        @Test
        void disablingIsNotGotAround() {
            cognito.loses(lost);
            links.beforeNextWrite(() -> links.disable(lost));

            assertRefused(order(), ProblemCode.IDENTITY_DISABLED);

            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(lost);
        }

        @Test
        void firstReplacementWins() {
            cognito.loses(lost);
            IdentityId winners = cognito.has("000000000005", "alice");
            links.beforeNextWrite(() -> links.has(CUSTOMERS, "alice", winners));

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isEqualTo(winners);
            assertThat(issued.created()).isFalse();
        }

        @Test
        void namingItMakesNoDifference() {
            cognito.loses(lost);

            IssuedToken issued = issue(order(Optional.of(lost), NO_LOGINS));

            assertThat(issued.created()).isTrue();
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(issued.identity());
        }
    }

    @Nested
    class AnsweredAnIdentityOfAnotherUser {
        private final IdentityId bobs = knownBob();

        @Test
        void refusedUnlessCognitoHasBoth() {
            cognito.answersNext(bobs);

            assertRefused(order(), ProblemCode.IDENTITY_CONFLICT);

            assertThat(cognito.lookups()).isEqualTo(1);
            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
            assertThat(cognito.unlinked()).isEmpty();
        }

        @Test
        void refusedIfCognitoHasOnlyTheNewUser() {
            cognito.unlink(POOL, bobs, "bob");
            cognito.unlinked().clear();
            cognito.answersNext(cognito.has("00000000000b", "alice"));

            assertRefused(order(), ProblemCode.IDENTITY_CONFLICT);

            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void sharedIfCognitoHasBoth() {
            cognito.has("00000000000b", "alice", "bob");

            IssuedToken issued = issue(order());

            assertThat(issued.identity()).isEqualTo(bobs);
            assertThat(issued.created()).isTrue();
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(bobs);
            assertThat(links.identityOf(CUSTOMERS, "bob")).contains(bobs);
        }

        /// The proof of a public login made the link, so it can go again: it would lead every later request there.
        @Test
        void disabledOneOfAPublicLoginIsNotLinked() {
            IdentityId disabled = knownBob();
            links.disable(disabled);
            cognito.answersNext(cognito.has("00000000000b", "bob", "alice"));

            assertRefused(order(Optional.empty(), FACEBOOK), ProblemCode.IDENTITY_DISABLED);

            assertThat(cognito.users(disabled)).containsExactly("bob");
            assertThat(issue(order()).identity()).isNotEqualTo(disabled);
        }

        @Test
        void disabledIsRefusedEvenIfShared() {
            cognito.has("00000000000b", "alice", "bob");
            links.disable(bobs);

            assertRefused(order(), ProblemCode.IDENTITY_DISABLED);

            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void ofAnotherPoolIsRefused() {
            IdentityId foreign = cognito.has("00000000000c", "alice");
            links.has(STAFF, "carol", foreign);

            assertRefused(order(), ProblemCode.IDENTITY_CONFLICT);

            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
            assertThat(cognito.lookups()).isZero();
        }
    }

    @Nested
    class NamingAnIdentity {
        private final IdentityId guest = cognito.has("0000000000ff");

        @Test
        void guestIsUpgraded() {
            IssuedToken issued = issue(order(Optional.of(guest), NO_LOGINS));

            assertThat(issued.identity()).isEqualTo(guest);
            assertThat(issued.created()).isTrue();
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(guest);
            assertThat(cognito.tokenCalls()).extracting(TokenCall::identity).containsExactly(Optional.of(guest));
        }

        @Test
        void secondTimeIsANoOp() {
            issue(order(Optional.of(guest), NO_LOGINS));
            IssuedToken again = issue(order(Optional.of(guest), NO_LOGINS));

            assertThat(again.identity()).isEqualTo(guest);
            assertThat(again.created()).isFalse();
            assertThat(links.writes()).isEqualTo(1);
        }

        @Test
        void anotherUsersIsRefusedWithoutAskingCognito() {
            IdentityId bobs = knownBob();

            assertRefused(order(Optional.of(bobs), NO_LOGINS), ProblemCode.IDENTITY_CONFLICT);
            assertRefused(order(Optional.of(bobs), FACEBOOK), ProblemCode.IDENTITY_CONFLICT);

            assertCognitoWasNotAsked();
            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void disabledIsRefusedWithoutAskingCognito() {
            links.hasWithoutUsers(CUSTOMERS, guest);
            links.disable(guest);

            assertRefused(order(Optional.of(guest), FACEBOOK), ProblemCode.IDENTITY_DISABLED);

            assertCognitoWasNotAsked();
        }

        @Test
        void formerUsersIsRefusedWithoutProof() {
            links.hasWithoutUsers(CUSTOMERS, guest);

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.IDENTITY_CONFLICT);

            assertCognitoWasNotAsked();
        }

        @Test
        void formerUsersIsPassedOnWithProof() {
            links.hasWithoutUsers(CUSTOMERS, guest);

            IssuedToken issued = issue(order(Optional.of(guest), FACEBOOK));

            assertThat(issued.identity()).isEqualTo(guest);
            assertThat(cognito.tokenCalls()).extracting(TokenCall::logins).containsExactly(FACEBOOK);
        }

        @Test
        void anotherUsersAtCognitoAloneIsRefused() {
            IdentityId carols = cognito.has("00000000000c", "carol");

            assertRefused(order(Optional.of(carols), NO_LOGINS), ProblemCode.IDENTITY_CONFLICT);

            assertThat(cognito.tokenCalls()).isEmpty();
            assertThat(cognito.users(carols)).containsExactly("carol");
        }

        @Test
        void sharedAtCognitoIsRefusedToo() {
            IdentityId both = cognito.has("00000000000c", "carol", "alice");

            assertRefused(order(Optional.of(both), NO_LOGINS), ProblemCode.IDENTITY_CONFLICT);

            assertThat(cognito.tokenCalls()).isEmpty();
        }

        @Test
        void usersOwnAtCognitoIsTaken() {
            IdentityId own = cognito.has("00000000000a", "alice");

            IssuedToken issued = issue(order(Optional.of(own), NO_LOGINS));

            assertThat(issued.identity()).isEqualTo(own);
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(own);
        }

        @Test
        void unknownToCognitoIsRejected() {
            cognito.loses(guest);

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.LOGIN_REJECTED);

            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void ofAForeignPoolIsAnsweredAsUnknown() {
            links.has(STAFF, "carol", guest);
            cognito.loses(guest);

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.LOGIN_REJECTED);
        }

        @Test
        void lostToAnotherUserMeanwhileNeverReachesCognito() {
            links.beforeNextWrite(() -> links.has(CUSTOMERS, "bob", guest));

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.IDENTITY_CONFLICT);

            assertThat(cognito.tokenCalls()).isEmpty();
            assertThat(cognito.users(guest)).isEmpty();
            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void refusedByCognitoLeavesAFormerUsersIdentityKnown() {
            links.hasWithoutUsers(CUSTOMERS, guest);
            cognito.loses(guest);

            assertRefused(order(Optional.of(guest), FACEBOOK), ProblemCode.LOGIN_REJECTED);

            assertThat(links.identity(guest)).isPresent();
            assertThat(links.identityOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void refusedByCognitoLeavesNoTraceOfAGuest() {
            cognito.loses(guest);

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.LOGIN_REJECTED);

            assertThat(links.identity(guest)).isEmpty();
        }

        @Test
        void disabledMeanwhileIsRefused() {
            cognito.meanwhile(() -> links.disable(guest));

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.IDENTITY_DISABLED);
        }

        /// Another request of the user found the mapping before it was released, and had Cognito move the user.
        @Test
        void linkedByTheUsersOtherRequestIsTheUsers() {
            cognito.failsNextWith(CognitoFailure.USER_ALREADY_LINKED);
            cognito.meanwhile(() -> cognito.has("0000000000ff", "alice"));

            assertThat(issue(order(Optional.of(guest), NO_LOGINS)).identity()).isEqualTo(guest);

            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(guest);
        }

        @Test
        void overtakenByTheUsersOtherRequestIsTakenBack() {
            IdentityId winners = cognito.has("00000000000a");
            links.beforeNextWrite(() -> links.has(CUSTOMERS, "alice", winners));

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.USER_ALREADY_LINKED);

            assertThat(cognito.unlinked()).containsExactly(guest + " alice");
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(winners);
        }
    }

    @Nested
    class NamingASecondIdentity {
        private final IdentityId stored = knownAlice();
        private final IdentityId guest = cognito.has("0000000000ff");

        @Test
        void refusedByCognito() {
            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.USER_ALREADY_LINKED);

            assertThat(cognito.unlinked()).isEmpty();
            assertStoredHolds();
        }

        @Test
        void acceptedByCognitoIsTakenBack() {
            cognito.loses(stored);

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.USER_ALREADY_LINKED);

            assertThat(cognito.unlinked()).containsExactly(guest + " alice");
            assertThat(cognito.users(guest)).isEmpty();
            assertStoredHolds();
        }

        @Test
        void answeredAsTheFirstIsLeftAlone() {
            cognito.answersNext(stored);

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.USER_ALREADY_LINKED);

            assertThat(cognito.unlinked()).isEmpty();
            assertStoredHolds();
        }

        @Test
        void unknownToCognitoIsRejected() {
            cognito.loses(guest);

            assertRefused(order(Optional.of(guest), NO_LOGINS), ProblemCode.LOGIN_REJECTED);

            assertStoredHolds();
        }

        @Test
        void anotherUsersIsRefusedWithoutAskingCognito() {
            IdentityId bobs = knownBob();

            assertRefused(order(Optional.of(bobs), NO_LOGINS), ProblemCode.IDENTITY_CONFLICT);

            assertCognitoWasNotAsked();
            assertStoredHolds();
        }

        @Test
        void anotherUsersAtCognitoAloneIsRefused() {
            IdentityId carols = cognito.has("00000000000c", "carol");

            assertRefused(order(Optional.of(carols), NO_LOGINS), ProblemCode.IDENTITY_CONFLICT);

            assertThat(cognito.tokenCalls()).isEmpty();
            assertStoredHolds();
        }

        private void assertStoredHolds() {
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(stored);
            assertThat(links.writes()).isZero();
        }
    }

    @Nested
    class OfAFailure {
        @ParameterizedTest
        @CsvSource({
            "NOT_FOUND, UPSTREAM_MISCONFIGURED",
            "USER_ALREADY_LINKED, USER_ALREADY_LINKED",
            "CONFLICT, IDENTITY_CONFLICT",
            "LOGIN_REFUSED, UPSTREAM_MISCONFIGURED",
            "MISCONFIGURED, UPSTREAM_MISCONFIGURED",
            "THROTTLED, UPSTREAM_THROTTLED",
            "UNAVAILABLE, UPSTREAM_UNAVAILABLE",
            "TIMEOUT, UPSTREAM_TIMEOUT"
        })
        void newUserIsNotStored(CognitoFailure failure, ProblemCode code) {
            cognito.failsNextWith(failure);

            assertRefused(order(), code);

            assertThat(cognito.tokenCalls()).hasSize(1);
            assertThat(links.writes()).isZero();
        }

        @ParameterizedTest
        @CsvSource({
            "USER_ALREADY_LINKED, USER_ALREADY_LINKED",
            "CONFLICT, IDENTITY_CONFLICT",
            "LOGIN_REFUSED, UPSTREAM_MISCONFIGURED",
            "MISCONFIGURED, UPSTREAM_MISCONFIGURED",
            "THROTTLED, UPSTREAM_THROTTLED",
            "UNAVAILABLE, UPSTREAM_UNAVAILABLE",
            "TIMEOUT, UPSTREAM_TIMEOUT"
        })
        void knownUserKeepsTheIdentity(CognitoFailure failure, ProblemCode code) {
            IdentityId stored = knownAlice();
            cognito.failsNextWith(failure);

            assertRefused(order(), code);

            assertThat(cognito.tokenCalls()).hasSize(1);
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(stored);
            assertThat(links.writes()).isZero();
        }

        @Test
        void loginsOfTheRequestAreAtFault() {
            cognito.failsNextWith(CognitoFailure.LOGIN_REFUSED);

            assertRefused(order(Optional.empty(), FACEBOOK), ProblemCode.LOGIN_REJECTED);
        }

        @Test
        void databaseThatIsDownIsToldBeforeCognitoIsAsked() {
            links.goesDown();

            assertRefused(order(), ProblemCode.STORE_UNAVAILABLE);

            assertCognitoWasNotAsked();
        }

        @Test
        void tokenIsNotAnsweredIfItsMappingCannotBeStored() {
            cognito.meanwhile(links::goesDown);

            assertRefused(order(), ProblemCode.STORE_UNAVAILABLE);

            assertThat(cognito.tokenCalls()).hasSize(1);
        }
    }

    @Nested
    class WithPseudonyms {
        private static final String OLD_KEY = "b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2s=";
        private static final String NEW_KEY = "bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmU=";

        private final Pool withOldKey = SomePools.withPseudonyms("customers", 1, OLD_KEY, "old");
        private final Pool withNewKey = SomePools.withPseudonyms("customers", 1, NEW_KEY, "new");

        @Test
        void cognitoAndTheRowKnowTheUserByThePseudonym() {
            IssuedToken issued = issue(order(withOldKey));

            String pseudonym = withOldKey.developerUserIdentifier("alice");
            assertThat(cognito.users(issued.identity())).containsExactly(pseudonym);
            assertThat(links.keyIdOf(CUSTOMERS, "alice")).contains("old");
            assertThat(links.identityOf(CUSTOMERS, "alice")).contains(issued.identity());
        }

        @Test
        void knownUserKeepsTheIdentifierWhenTheKeyChanges() {
            IdentityId identity = issue(order(withOldKey)).identity();

            IssuedToken again = issue(order(withNewKey));

            assertThat(again.identity()).isEqualTo(identity);
            assertThat(cognito.users(identity)).containsExactly(withOldKey.developerUserIdentifier("alice"));
            assertThat(links.keyIdOf(CUSTOMERS, "alice")).contains("old");
        }

        @Test
        void knownUserKeepsTheUserIdWhenPseudonymsAreTurnedOn() {
            IdentityId identity = issue(order()).identity();

            assertThat(issue(order(withOldKey)).identity()).isEqualTo(identity);
            assertThat(cognito.users(identity)).containsExactly("alice");
            assertThat(links.keyIdOf(CUSTOMERS, "alice")).isEmpty();
        }

        @Test
        void replacementOfALostIdentityKeepsIdentifierAndKey() {
            cognito.loses(issue(order(withOldKey)).identity());

            IssuedToken issued = issue(order(withNewKey));

            assertThat(issued.created()).isTrue();
            assertThat(cognito.users(issued.identity())).containsExactly(withOldKey.developerUserIdentifier("alice"));
            assertThat(links.keyIdOf(CUSTOMERS, "alice")).contains("old");
        }

        @Test
        void guestIsLinkedByThePseudonym() {
            IdentityId guest = cognito.has("0000000000fe");

            issue(orderNaming(withOldKey, Optional.of(guest)));

            assertThat(cognito.users(guest)).containsExactly(withOldKey.developerUserIdentifier("alice"));
        }

        private TokenOrder order(Pool pool) {
            return orderNaming(pool, Optional.empty());
        }

        private TokenOrder order() {
            return order(POOL);
        }

        private TokenOrder orderNaming(Pool pool, Optional<IdentityId> named) {
            return new TokenOrder(
                    caller(),
                    SomeOrigins.of("shop"),
                    pool,
                    new UserId("alice"),
                    Duration.ofMinutes(15),
                    named,
                    NO_LOGINS,
                    Map.of(),
                    false);
        }
    }

    private IdentityId knownAlice() {
        IdentityId id = cognito.has("00000000000a", "alice");
        links.has(CUSTOMERS, "alice", id);
        return id;
    }

    private IdentityId knownBob() {
        IdentityId id = cognito.has("00000000000b", "bob");
        links.has(CUSTOMERS, "bob", id);
        return id;
    }

    private void assertRefused(TokenOrder order, ProblemCode code) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> issue(order));

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.detail()).doesNotContain("alice", "bob", "carol", "eu-west-1:");
    }

    private void assertCognitoWasNotAsked() {
        assertThat(cognito.tokenCalls()).isEmpty();
        assertThat(cognito.lookups()).isZero();
        assertThat(cognito.unlinked()).isEmpty();
    }

    private static TokenOrder order() {
        return order(Optional.empty(), NO_LOGINS);
    }

    private static TokenOrder order(Optional<IdentityId> named, Map<String, String> logins) {
        return order("alice", named, logins);
    }

    private static TokenOrder order(String user, Optional<IdentityId> named, Map<String, String> logins) {
        return new TokenOrder(
                caller(),
                SomeOrigins.of("shop"),
                POOL,
                new UserId(user),
                Duration.ofMinutes(15),
                named,
                logins,
                Map.of(),
                false);
    }

    /// As the audit trail settles it: if the mapping still holds.
    /// Stores first mappings, or does not.
    private static final class FirstSettlement implements Settlement {
        private final boolean stores;
        private @Nullable NewLogin login;
        private @Nullable IssuedToken settled;

        FirstSettlement(boolean stores) {
            this.stores = stores;
        }

        @Override
        public boolean settle(IssuedToken issued) {
            settled = issued;
            return true;
        }

        @Override
        public boolean settleFirst(IssuedToken issued, NewLogin first) {
            login = first;
            return stores;
        }
    }

    private IssuedToken issue(TokenOrder order) {
        return service.issue(
                order,
                issued -> links.holds(Subject.of(
                        order.pool().name().value(),
                        order.user().value(),
                        issued.identity().value())));
    }

    private static Caller caller() {
        return new Caller(
                "shop",
                "https://login.example.com",
                "shop-login",
                Set.of(Permission.TOKEN_ISSUE),
                Set.of(CUSTOMERS),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty());
    }
}
