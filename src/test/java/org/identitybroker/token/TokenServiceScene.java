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
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// A token service over fakes of Cognito and of the mapping, and the people whom its tests know.
abstract class TokenServiceScene {
    static final Pool POOL = SomePools.named("customers", 1);
    static final PoolName CUSTOMERS = POOL.name();
    static final PoolName STAFF = new PoolName("staff");
    static final Map<String, String> FACEBOOK = Map.of("graph.facebook.com", "proof");
    static final Map<String, String> NO_LOGINS = Map.of();

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.750Z");

    final FakeCognito cognito = new FakeCognito();
    final FakeIdentityLinks links = new FakeIdentityLinks();
    final TokenService service = SomeTokens.over(links, cognito, Clock.fixed(NOW, ZoneOffset.UTC));

    IdentityId knownAlice() {
        IdentityId id = cognito.has("00000000000a", "alice");
        links.has(CUSTOMERS, "alice", id);
        return id;
    }

    IdentityId knownBob() {
        IdentityId id = cognito.has("00000000000b", "bob");
        links.has(CUSTOMERS, "bob", id);
        return id;
    }

    void assertRefused(TokenOrder order, ProblemCode code) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> issue(order));

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.detail()).doesNotContain("alice", "bob", "carol", "eu-west-1:");
    }

    void assertCognitoWasNotAsked() {
        assertThat(cognito.tokenCalls()).isEmpty();
        assertThat(cognito.lookups()).isZero();
        assertThat(cognito.unlinked()).isEmpty();
    }

    static TokenOrder order() {
        return order(Optional.empty(), NO_LOGINS);
    }

    static TokenOrder order(Optional<IdentityId> named, Map<String, String> logins) {
        return order("alice", named, logins);
    }

    static TokenOrder order(String user, Optional<IdentityId> named, Map<String, String> logins) {
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
    IssuedToken issue(TokenOrder order) {
        return service.issue(
                order,
                issued -> links.holds(Subject.of(
                        order.pool().name().value(),
                        order.user().value(),
                        issued.identity().value())));
    }

    static Caller caller() {
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
