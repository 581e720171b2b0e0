package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenServiceTest extends TokenServiceScene {
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
}
