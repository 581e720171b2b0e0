package org.identitybroker.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.FakeAuditTrail;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.Permission;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.token.FakeCognito;
import org.identitybroker.token.FakeIdentityLinks;
import org.identitybroker.token.SomeTokens;
import org.identitybroker.token.TokenOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsServiceTest {
    private static final Pool POOL = SomePools.withServerSideCredentials("customers", 1);
    private static final Optional<String> NO_ROLE = Optional.empty();
    private static final Optional<String> ROLE = Optional.of("arn:aws:iam::111122223333:role/custom");

    private final FakeCognito cognito = new FakeCognito();
    private final FakeIdentityLinks links = new FakeIdentityLinks();
    private final FakeAuditTrail trail = new FakeAuditTrail(links::holds);
    private final CredentialsService service =
            new CredentialsService(SomeTokens.over(links, cognito, Clock.systemUTC()), links, cognito, trail);

    @Test
    void credentialsAreTheMappedIdentitys() {
        IssuedCredentials issued = issue(order(POOL), NO_ROLE);

        assertThat(links.identityOf(POOL.name(), "alice"))
                .contains(issued.credentials().identity());
        assertThat(issued.pool()).isEqualTo(POOL);
        assertThat(issued.expiration()).isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(cognito.tokenCalls()).hasSize(1);
        assertThat(cognito.redemptions()).containsExactly("the pool's role");
        assertThat(trail.types()).containsExactly(EventType.CREDENTIALS_ISSUED);
        assertThat(issued.toString() + CredentialsResponse.of(issued) + CredentialProcessOutput.of(issued))
                .doesNotContain("secret of", "session of");
    }

    @Test
    void theRoleOfTheRequestIsAskedFor() {
        issue(order(POOL), ROLE);

        assertThat(cognito.redemptions()).containsExactly(ROLE.orElseThrow());
    }

    @Test
    void aPoolWithoutServerSideCredentialsIsForbiddenBeforeCognitoIsAsked() {
        assertThat(refusal(SomePools.named("customers", 1), NO_ROLE).code()).isEqualTo(ProblemCode.FORBIDDEN);

        assertThat(cognito.tokenCalls()).isEmpty();
        assertThat(links.identityOf(POOL.name(), "alice")).isEmpty();
    }

    @Test
    void anIdentityThatCognitoLosesBetweenTokenAndRedemptionIsReplaced() {
        IdentityId lost = knownAlice();
        cognito.meanwhile(() -> cognito.loses(lost));

        IdentityId issued = issue(order(POOL), NO_ROLE).credentials().identity();

        assertThat(issued).isNotEqualTo(lost);
        assertThat(links.identityOf(POOL.name(), "alice")).contains(issued);
    }

    @Test
    void anIdentityThatIsClosedBetweenTokenAndRedemptionIsLeftToTheRulesForTokens() {
        cognito.failsNextRedemptionWith(CognitoFailure.LOGIN_REFUSED);

        issue(order(POOL), NO_ROLE);

        assertThat(cognito.tokenCalls()).hasSize(2);
    }

    @Test
    void anIdentityThatIsDisabledDuringTheRedemptionGetsNothing() {
        IdentityId identity = knownAlice();
        cognito.meanwhileRedeeming(() -> links.disable(identity));

        assertThat(refusal(POOL, NO_ROLE).code()).isEqualTo(ProblemCode.IDENTITY_DISABLED);
    }

    @Test
    void aUserThatIsUnlinkedDuringTheRedemptionDoesNotGetTheOldIdentity() {
        IdentityId identity = knownAlice();
        cognito.meanwhileRedeeming(() -> {
            cognito.loses(identity);
            links.losesUsersOf(identity);
        });

        assertThat(issue(order(POOL), NO_ROLE).credentials().identity()).isNotEqualTo(identity);
    }

    @Test
    void aMappingThatChangesInEveryRoundEndsTheRequest() {
        for (int i = 0; i < 2; i++) {
            cognito.meanwhileRedeeming(() ->
                    links.losesUsersOf(links.identityOf(POOL.name(), "alice").orElseThrow()));
        }

        assertThat(refusal(POOL, NO_ROLE).code()).isEqualTo(ProblemCode.STORE_UNAVAILABLE);
        assertThat(cognito.redemptions()).hasSize(2);
    }

    @Test
    void credentialsOfAnotherIdentityAreNotAnswered() {
        cognito.redeemsFor(cognito.has("000000000007"));

        assertThat(refusal(POOL, NO_ROLE).code()).isEqualTo(ProblemCode.IDENTITY_CONFLICT);
    }

    @Test
    void aRoleThatCognitoRefusesIsTheCallersMistake() {
        cognito.failsNextRedemptionWith(CognitoFailure.LOGIN_REFUSED);

        RefusedException refusal = refusal(POOL, ROLE);

        assertThat(refusal.code()).isEqualTo(ProblemCode.LOGIN_REJECTED);
        assertThat(refusal.detail()).contains("customRoleArn").doesNotContain(ROLE.orElseThrow());
        assertThat(cognito.redemptions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN_REFUSED, UPSTREAM_MISCONFIGURED, 2",
        "NOT_FOUND, UPSTREAM_MISCONFIGURED, 2",
        "MISCONFIGURED, UPSTREAM_MISCONFIGURED, 1",
        "CONFLICT, IDENTITY_CONFLICT, 1",
        "THROTTLED, UPSTREAM_THROTTLED, 1",
        "UNAVAILABLE, UPSTREAM_UNAVAILABLE, 1",
        "TIMEOUT, UPSTREAM_TIMEOUT, 1"
    })
    void failuresOfEveryRedemptionAreTold(CognitoFailure failure, ProblemCode code, int redemptions) {
        cognito.failsNextRedemptionWith(failure);
        cognito.failsNextRedemptionWith(failure);

        assertThat(refusal(POOL, NO_ROLE).code()).isEqualTo(code);
        assertThat(cognito.redemptions()).hasSize(redemptions);
    }

    private IssuedCredentials issue(TokenOrder order, Optional<String> role) {
        EventDraft draft = SomeOrigins.draft(EventType.CREDENTIALS_ISSUED, "batch");
        order.describe(draft);
        return service.issue(order, role, draft);
    }

    private IdentityId knownAlice() {
        IdentityId identity = cognito.has("000000000001", "alice");
        links.has(POOL.name(), "alice", identity);
        return identity;
    }

    private RefusedException refusal(Pool pool, Optional<String> role) {
        return catchThrowableOfType(RefusedException.class, () -> issue(order(pool), role));
    }

    private static TokenOrder order(Pool pool) {
        Caller caller = new Caller(
                "batch",
                "https://login.example.com",
                "batch",
                Set.of(Permission.CREDENTIALS_ISSUE),
                Set.of(pool.name()),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty());
        return new TokenOrder(
                caller,
                SomeOrigins.of("batch"),
                pool,
                new UserId("alice"),
                Duration.ofMinutes(15),
                Optional.empty(),
                Map.of(),
                Map.of(),
                false);
    }
}
