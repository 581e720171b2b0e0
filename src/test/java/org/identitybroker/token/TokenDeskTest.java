package org.identitybroker.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.Permission;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.FieldError;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenDeskTest {
    private static final Pool CUSTOMERS = SomePools.named("customers", 1);
    private static final Pool STAFF = SomePools.named("staff", 2);
    private static final Caller SHOP = caller(Optional.empty(), Set.of(), "customers");

    private final TokenDesk desk = new TokenDesk(new AllowedPools(SomePools.of(CUSTOMERS, STAFF)));

    @Test
    void leastRequestGetsTheDefaults() {
        assertThat(accept(SHOP, request(null, null)))
                .isEqualTo(new TokenOrder(
                        SHOP,
                        SomeOrigins.of("shop"),
                        CUSTOMERS,
                        new UserId("alice"),
                        Duration.ofMinutes(15),
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        false));
    }

    @Test
    void everythingThatIsAskedForIsInTheOrder() {
        TokenRequest request = new TokenRequest(
                "customers",
                " Alice ",
                60L,
                "eu-west-1:0",
                Map.of("graph.facebook.com", "secret"),
                Map.of("tier", "gold"),
                true);

        TokenOrder order = accept(SHOP, request);

        assertThat(order)
                .isEqualTo(new TokenOrder(
                        SHOP,
                        SomeOrigins.of("shop"),
                        CUSTOMERS,
                        new UserId(" Alice "),
                        Duration.ofMinutes(1),
                        Optional.of(new IdentityId("eu-west-1:0")),
                        Map.of("graph.facebook.com", "secret"),
                        Map.of("tier", "gold"),
                        true));
        assertThat(order.toString() + request).doesNotContain("Alice", "secret");
    }

    @Test
    void poolMustBeNamedByACallerOfSeveral() {
        Caller both = caller(Optional.empty(), Set.of(), "customers", "staff");

        assertThat(invalid(both, request(null, null))).isEqualTo("pool");
        assertThat(accept(both, request("staff", null)).pool()).isEqualTo(STAFF);
    }

    @Test
    void poolMustBeNamedByACallerOfNone() {
        assertThat(invalid(caller(Optional.empty(), Set.of()), request(null, null)))
                .isEqualTo("pool");
    }

    /// Whether a pool exists is not told: text and code are the same.
    @ParameterizedTest
    @ValueSource(strings = {"staff", "nobodys", "Customers", "", "customers "})
    void poolThatTheCallerMayNotUseIsForbidden(String pool) {
        assertThatThrownBy(() -> accept(SHOP, request(pool, null)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.FORBIDDEN))
                .hasMessage("This caller may not use this pool.");
    }

    @ParameterizedTest
    @CsvSource({
        // the pool has 15 minutes, and one hour at most
        ", , 900",
        "300, , 300",
        "900, , 900",
        "1800, , 900",
        "86400, , 900",
        ", 1, 1",
        ", 900, 900",
        ", 3600, 3600",
        "1800, 1800, 1800",
        "300, 300, 300",
        "300, 299, 299",
        "86400, 3600, 3600"
    })
    void durationIsAsAskedWithinBothMaxima(@Nullable Long callersMax, @Nullable Long asked, long expected) {
        Caller caller = caller(Optional.ofNullable(callersMax).map(Duration::ofSeconds), Set.of(), "customers");

        assertThat(accept(caller, request(null, asked)).duration()).isEqualTo(Duration.ofSeconds(expected));
    }

    @ParameterizedTest
    @CsvSource({", 3601, 3600", ", 86400, 3600", "300, 301, 300", "86400, 3601, 3600", "1800, 3600, 1800"})
    void durationAboveEitherMaximumIsInvalid(@Nullable Long callersMax, long asked, long longest) {
        Caller caller = caller(Optional.ofNullable(callersMax).map(Duration::ofSeconds), Set.of(), "customers");

        RefusedException refusal = refusal(caller, request(null, asked));

        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.errors())
                .containsExactly(new FieldError("tokenDurationSeconds", "must be at most " + longest));
    }

    @Test
    void tagOutOfTheCallersListIsForbidden() {
        RefusedException refusal = refusal(
                SHOP, new TokenRequest(null, "alice", null, null, null, Map.of("tier", "gold", "admin", "yes"), null));

        assertThat(refusal.code()).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(refusal.detail()).doesNotContain("gold", "yes");
    }

    @ParameterizedTest
    @CsvSource({
        "shop:alice, true",
        "shop:, true",
        "web:alice, true",
        "alice, false",
        "SHOP:alice, false",
        "' shop:alice', false",
        "shop, false",
        "other:shop:alice, false"
    })
    void userIdMustStartWithAPrefixOfTheCaller(String userId, boolean allowed) {
        Caller caller = caller(Optional.empty(), Set.of("shop:", "web:"), "customers");
        TokenRequest request = new TokenRequest(null, userId, null, null, null, null, null);

        if (allowed) {
            assertThat(accept(caller, request).user()).isEqualTo(new UserId(userId));
        } else {
            RefusedException refusal = refusal(caller, request);
            assertThat(refusal.code()).isEqualTo(ProblemCode.FORBIDDEN);
            assertThat(refusal.detail()).doesNotContain(userId);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login.example.com",
                "cognito-identity.amazonaws.com",
                "cognito-identity.cn-north-1.amazonaws.com.cn",
                "Cognito-Identity.amazonaws.com",
                "COGNITO-IDENTITY.AMAZONAWS.COM",
                "cognito-identity."
            })
    void loginsOfThePoolAndOfCognitoAreInvalid(String provider) {
        TokenRequest request = new TokenRequest(null, "alice", null, null, Map.of(provider, "secret"), null, null);

        RefusedException refusal = refusal(SHOP, request);

        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("logins");
        assertThat(refusal.errors().toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graph.facebook.com",
                "accounts.google.com",
                "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc",
                "login.example.com.evil.example",
                "Login.example.com"
            })
    void publicLoginsAreTaken(String provider) {
        TokenRequest request = new TokenRequest(null, "alice", null, null, Map.of(provider, "secret"), null, null);

        assertThat(accept(SHOP, request).logins()).containsOnlyKeys(provider);
    }

    private String invalid(Caller caller, TokenRequest request) {
        RefusedException refusal = refusal(caller, request);
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        return refusal.errors().getFirst().field();
    }

    private RefusedException refusal(Caller caller, TokenRequest request) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> accept(caller, request));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static TokenRequest request(@Nullable String pool, @Nullable Long seconds) {
        return new TokenRequest(pool, "alice", seconds, null, null, null, null);
    }

    private static Caller caller(Optional<Duration> longest, Set<String> prefixes, String... pools) {
        return new Caller(
                "shop",
                "https://login.example.com",
                "shop-login",
                Set.of(Permission.TOKEN_ISSUE),
                Stream.of(pools).map(PoolName::new).collect(Collectors.toSet()),
                longest,
                Set.of("tier", "department"),
                prefixes,
                Optional.empty());
    }

    private TokenOrder accept(Caller caller, TokenRequest request) {
        return desk.accept(caller, request, SomeOrigins.draft(EventType.TOKEN_ISSUED, "shop"));
    }
}
