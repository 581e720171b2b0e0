package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.problem.ProblemCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What Cognito answers is not what the mapping says: the identity is gone, or another user's.
class AnsweredIdentityTest extends TokenServiceScene {
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
}
