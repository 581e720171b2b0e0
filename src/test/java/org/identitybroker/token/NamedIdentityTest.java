package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.problem.ProblemCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Requests that name the identity id that they want: guests who sign in, and whoever names what is not theirs.
class NamedIdentityTest extends TokenServiceScene {
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
}
