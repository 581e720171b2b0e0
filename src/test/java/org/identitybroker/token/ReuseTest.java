package org.identitybroker.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.audit.Subject;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.Permission;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.Grant;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which requests a token may answer again. The pool's tokens last 15 minutes, and are reused while they are good for
/// ten.
class ReuseTest {
    private static final Pool POOL = SomePools.withReuse("customers", 1);
    private static final Instant EXPIRY = Instant.parse("2026-11-21T10:15:00Z");
    private static final Map<String, String> TAGS = Map.of("tier", "gold", "department", "toys");

    private final SteppingClock clock = new SteppingClock();
    private final FakeCognito cognito = new FakeCognito();
    private final FakeIdentityLinks links = new FakeIdentityLinks();
    private final TokenService service = SomeTokens.over(links, cognito, clock);

    private final IdentityId alices = cognito.has("00000000000a", "alice");

    @BeforeEach
    void aliceIsKnown() {
        links.has(POOL.name(), "alice", alices);
        cognito.givesTokensUntil(EXPIRY);
    }

    @Test
    void theSameRequestGetsTheSameToken() {
        IssuedToken first = issue(order());
        IssuedToken second = issue(order());

        assertThat(first.reused()).isFalse();
        assertThat(second.reused()).isTrue();
        assertThat(second.token().reveal()).isEqualTo(first.token().reveal());
        assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
        assertThat(second.created()).isFalse();
        assertThat(second.awsRequestId()).isEmpty();
        assertThat(cognito.tokenCalls()).hasSize(1);
    }

    @Test
    void theFirstTokenOfANewUserIsReused() {
        TokenOrder bobs = with(order(), "bob");
        IssuedToken first = issue(bobs);

        assertThat(first.created()).isTrue();
        assertThat(issue(bobs)).returns(true, IssuedToken::reused).returns(false, IssuedToken::created);
    }

    static Stream<Arguments> otherRequests() {
        return Stream.<Map.Entry<String, UnaryOperator<TokenOrder>>>of(
                        Map.entry("another user", order -> with(order, "Alice")),
                        Map.entry("another duration", order -> with(order, Duration.ofSeconds(899))),
                        Map.entry(
                                "another tag's value", order -> with(order, Map.of("tier", "gold", "department", "t"))),
                        Map.entry("another tag", order -> with(order, Map.of("tier", "gold", "dept", "toys"))),
                        Map.entry("fewer tags", order -> with(order, Map.of("tier", "gold"))),
                        Map.entry("no tags", order -> with(order, Map.of())),
                        Map.entry(
                                "keys and values exchanged",
                                order -> with(order, Map.of("gold", "tier", "toys", "department"))),
                        Map.entry(
                                "another caller", order -> by(order, caller("support", Set.of("tier", "department")))),
                        Map.entry("a fresh token", TokenOrder::afresh),
                        Map.entry("its own identity named", order -> naming(order, order.user())),
                        Map.entry("a public login", ReuseTest::linking))
                .map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherRequests")
    void anotherRequestGetsAnotherToken(String difference, UnaryOperator<TokenOrder> change) {
        IssuedToken first = issue(order());
        TokenOrder other = change.apply(order());

        IssuedToken second = issue(other);

        assertThat(second.source()).isEqualTo(TokenSource.COGNITO);
        assertThat(second.token().reveal()).isNotEqualTo(first.token().reveal());
        assertThat(cognito.tokenCalls()).hasSize(2);
    }

    @Test
    void tagsHaveNoOrder() {
        Map<String, String> oneWay = new LinkedHashMap<>();
        oneWay.put("tier", "gold");
        oneWay.put("department", "toys");
        Map<String, String> otherWay = new LinkedHashMap<>();
        otherWay.put("department", "toys");
        otherWay.put("tier", "gold");
        issue(with(order(), oneWay));

        assertThat(issue(with(order(), otherWay)).reused()).isTrue();
    }

    @Test
    void requestsThatLinkLeaveNoTokenForOthers() {
        issue(linking(order()));
        issue(naming(order(), order().user()));

        assertThat(issue(order()).reused()).isFalse();
    }

    @Test
    void aFreshTokenTakesTheOldOnesPlace() {
        issue(order());
        IssuedToken fresh = issue(order().afresh());

        assertThat(issue(order()).token().reveal()).isEqualTo(fresh.token().reveal());
    }

    @Test
    void aTokenIsReusedToTheSecondAndNoLonger() {
        issue(order());

        clock.step(Duration.between(clock.instant(), EXPIRY.minus(Duration.ofMinutes(10))));
        assertThat(issue(order()).reused()).isTrue();
        clock.step(Duration.ofMillis(1));
        assertThat(issue(order()).reused()).isFalse();
    }

    @Test
    void aTokenThatSaysNothingOfItsEndIsNotKept() {
        cognito.givesTokensWithoutExp();
        issue(order());

        assertThat(issue(order()).reused()).isFalse();
    }

    @Test
    void withoutTheSettingNothingIsReused() {
        TokenOrder plain = in(order(), SomePools.named("customers", 1));
        issue(plain);

        assertThat(issue(plain).reused()).isFalse();
    }

    @Test
    void aDisabledIdentityGetsNoKeptToken() {
        issue(order());
        links.disable(alices);

        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> issue(order()));
        assertThat(refusal.code()).isEqualTo(ProblemCode.IDENTITY_DISABLED);
    }

    /// Merged, or unlinked and linked anew, by whatever replica.
    @Test
    void aUserWhoMovedGetsNoTokenOfTheOldIdentity() {
        issue(order());
        cognito.loses(alices);
        IdentityId other = cognito.has("00000000000b", "alice");
        links.losesUsersOf(alices);
        links.has(POOL.name(), "alice", other);

        assertThat(issue(order())).returns(other, IssuedToken::identity).returns(false, IssuedToken::reused);
    }

    @Test
    void aDeletedUserStartsAnew() {
        issue(order());
        links.losesUsersOf(alices);
        cognito.loses(alices);

        assertThat(issue(order())).returns(true, IssuedToken::created).returns(false, IssuedToken::reused);
    }

    @Test
    void aFailureIsNotKept() {
        cognito.failsNextWith(CognitoFailure.UNAVAILABLE);
        assertThat(catchThrowableOfType(RefusedException.class, () -> issue(order())))
                .isNotNull();

        assertThat(issue(order()).source()).isEqualTo(TokenSource.COGNITO);
    }

    @Test
    void memoryIsBounded() {
        KeptTokens kept = SomeTokens.keptTokens(clock);
        for (int n = 0; n < 2000; n++) {
            SharedCall call = SharedCall.of(order(), order().call("user-" + n, Optional.of(alices)));
            kept.keep(call, new Grant(alices, longToken()), Duration.ofMinutes(10));
        }

        assertThat(kept.weight()).isBetween(500_000L, 1_048_576L);
    }

    private static OpenIdToken longToken() {
        String payload = "{\"exp\":" + EXPIRY.getEpochSecond() + "}";
        return new OpenIdToken(
                "e30." + Base64.getUrlEncoder().encodeToString(payload.getBytes(UTF_8)) + "." + "x".repeat(3000));
    }

    @Test
    void whatIsKeptIsSealed() {
        SealingKey key = new SealingKey();
        OpenIdToken token = new OpenIdToken("eyJhbGciOiJSUzUxMiJ9.secret.c2ln");

        byte[] sealed = key.seal(token);

        assertThat(new String(sealed, ISO_8859_1)).doesNotContain("eyJ", "secret");
        assertThat(key.seal(token)).isNotEqualTo(sealed);
        assertThat(key.open(sealed).reveal()).isEqualTo(token.reveal());
    }

    private IssuedToken issue(TokenOrder order) {
        return service.issue(
                order,
                issued -> links.holds(Subject.of(
                        order.pool().name().value(),
                        order.user().value(),
                        issued.identity().value())));
    }

    private static TokenOrder order() {
        return order(caller("shop", Set.of("tier", "department")), POOL, "alice", Duration.ofMinutes(15), TAGS);
    }

    private static TokenOrder order(
            Caller caller, Pool pool, String user, Duration duration, Map<String, String> tags) {
        return new TokenOrder(
                caller,
                SomeOrigins.of(caller.name()),
                pool,
                new UserId(user),
                duration,
                Optional.empty(),
                Map.of(),
                tags,
                false);
    }

    private static TokenOrder with(TokenOrder order, String user) {
        return order(order.caller(), order.pool(), user, order.duration(), order.principalTags());
    }

    private static TokenOrder with(TokenOrder order, Duration duration) {
        return order(order.caller(), order.pool(), order.user().value(), duration, order.principalTags());
    }

    private static TokenOrder with(TokenOrder order, Map<String, String> tags) {
        return order(order.caller(), order.pool(), order.user().value(), order.duration(), tags);
    }

    private static TokenOrder by(TokenOrder order, Caller caller) {
        return order(caller, order.pool(), order.user().value(), order.duration(), order.principalTags());
    }

    private static TokenOrder in(TokenOrder order, Pool pool) {
        return order(order.caller(), pool, order.user().value(), order.duration(), order.principalTags());
    }

    private static TokenOrder naming(TokenOrder order, UserId user) {
        return new TokenOrder(
                order.caller(),
                order.origin(),
                order.pool(),
                user,
                order.duration(),
                Optional.of(new IdentityId("eu-west-1:00000000-0000-0000-0000-00000000000a")),
                Map.of(),
                order.principalTags(),
                false);
    }

    private static TokenOrder linking(TokenOrder order) {
        return new TokenOrder(
                order.caller(),
                order.origin(),
                order.pool(),
                order.user(),
                order.duration(),
                Optional.empty(),
                Map.of("graph.facebook.com", "proof"),
                order.principalTags(),
                false);
    }

    private static Caller caller(String name, Set<String> tags) {
        return new Caller(
                name,
                "https://login.example.com",
                name,
                Set.of(Permission.TOKEN_ISSUE),
                Set.of(POOL.name()),
                Optional.empty(),
                tags,
                Set.of(),
                Optional.empty());
    }
}
