package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.identitybroker.caller.CallerSettings.CallerSetting;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.Pools;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
    private static final TestIssuer LOGIN = new TestIssuer("https://login.example.com", "login");
    private static final FakeIssuerSetting RIGHT_ISSUER = FakeIssuerSetting.of(LOGIN, LOGIN.pem(JWSAlgorithm.ES256));
    private static final Issuers ISSUERS = FakeIssuerSetting.issuers(Map.of(
            "inhouse", RIGHT_ISSUER,
            "cluster", RIGHT_ISSUER.issuer(Optional.of("https://cluster.example.com")),
            "wrong", RIGHT_ISSUER.jwks(Optional.empty())));
    private static final Pools POOLS = SomePools.of(
            SomePools.named("customers", 1),
            SomePools.named("staff", 2),
            SomePools.withServerSideCredentials("open", 3));

    private static final Setting RIGHT = new Setting(
            Optional.of("inhouse"),
            Optional.of("shop-login"),
            Optional.of("token:issue"),
            Optional.of("customers"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final Setting DEVICE = RIGHT.permissions("credentials:issue").pools("open");

    @Test
    void settingsBecomeACaller() {
        Callers callers = callers(Map.of(
                "shop",
                new Setting(
                        Optional.of("inhouse"),
                        Optional.of("shop-login"),
                        Optional.of("token:issue, identity:read"),
                        Optional.of("customers,staff"),
                        Optional.of("PT10M"),
                        Optional.of("tier,department"),
                        Optional.of("shop:"),
                        Optional.empty())));

        Caller expected = new Caller(
                "shop",
                "https://login.example.com",
                "shop-login",
                Set.of(Permission.TOKEN_ISSUE, Permission.IDENTITY_READ),
                Set.of(new PoolName("customers"), new PoolName("staff")),
                Optional.of(Duration.ofMinutes(10)),
                Set.of("tier", "department"),
                Set.of("shop:"),
                Optional.empty());
        assertThat(callers.mistakes()).isEmpty();
        assertThat(callers.find("https://login.example.com", "shop-login")).contains(expected);
        assertThat(callers.named("shop")).contains(expected);
    }

    @Test
    void callerIsThePairOfIssuerAndSubject() {
        Callers callers = callers(Map.of("a", RIGHT, "b", RIGHT.issuer("cluster")));

        assertThat(callers.mistakes()).isEmpty();
        assertThat(callers.find("https://login.example.com", "shop-login").map(Caller::name))
                .contains("a");
        assertThat(callers.find("https://cluster.example.com", "shop-login").map(Caller::name))
                .contains("b");
        assertThat(callers.find("https://login.example.com", "Shop-Login")).isEmpty();
        assertThat(callers.find("inhouse", "shop-login")).isEmpty();
        assertThat(callers.find("https://other.example.com", "shop-login")).isEmpty();
    }

    @Test
    void whatIsNotGrantedIsNotAllowed() {
        Callers callers = callers(Map.of("shop", RIGHT.permissions("").pools("")));

        assertThat(callers.mistakes()).isEmpty();
        assertThat(callers.named("shop")).hasValueSatisfying(caller -> {
            assertThat(caller.permissions()).isEmpty();
            assertThat(caller.pools()).isEmpty();
            assertThat(caller.principalTags()).isEmpty();
        });
    }

    @Test
    void everyPermissionHasItsName() {
        Callers callers = callers(Map.of(
                "all",
                RIGHT.permissions(
                        "token:issue,credentials:issue,identity:read,identity:write,audit:read," + "pool:diagnose")));

        assertThat(callers.mistakes()).isEmpty();
        assertThat(callers.named("all"))
                .hasValueSatisfying(
                        caller -> assertThat(caller.permissions()).containsExactlyInAnyOrder(Permission.values()));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("no issuer", RIGHT.withoutIssuer(), "issuer"),
                arguments("blank issuer", RIGHT.issuer(" "), "issuer"),
                arguments("unknown issuer", RIGHT.issuer("nobody"), "issuer"),
                arguments("an iss for an issuer's name", RIGHT.issuer("https://login.example.com"), "issuer"),
                arguments("no subject", RIGHT.withoutSubject(), "subject"),
                arguments("blank subject", RIGHT.subject(" "), "subject"),
                arguments("no such permission", RIGHT.permissions("token:issue,token:steal"), "permissions"),
                arguments("all permissions", RIGHT.permissions("*"), "permissions"),
                arguments("permission in capitals", RIGHT.permissions("TOKEN:ISSUE"), "permissions"),
                arguments("the enum's name", RIGHT.permissions("TOKEN_ISSUE"), "permissions"),
                arguments("no such pool", RIGHT.pools("customers,nobodys"), "pools"),
                arguments("pool in capitals", RIGHT.pools("Customers"), "pools"),
                arguments("all pools", RIGHT.pools("*"), "pools"),
                arguments("no duration", RIGHT.longest("long"), "max-token-duration"),
                arguments("no time", RIGHT.longest("PT0S"), "max-token-duration"),
                arguments("part of a second", RIGHT.longest("PT0.5S"), "max-token-duration"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void oneWrongSettingGivesOneLineWithItsName(String name, Setting setting, String wrong) {
        assertThat(callers(Map.of("shop", setting)).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.callers.shop." + wrong + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop", "shop_login", "shop.login", "-shop", "shop login", ""})
    void callersNameIsLowerCase(String name) {
        assertThat(callers(Map.of(name, RIGHT)).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.callers." + name + ": ");
    }

    @Test
    void wrongIssuerMakesNoSecondMistakeForItsCallers() {
        Callers callers = callers(Map.of("shop", RIGHT.issuer("wrong")));

        assertThat(callers.mistakes()).isEmpty();
        assertThat(callers.named("shop")).isEmpty();
    }

    @Test
    void everyMistakeHasItsLine() {
        Callers callers = callers(Map.of(
                "a", RIGHT.withoutSubject().permissions("x,y"),
                "b", RIGHT.pools("nobodys")));

        assertThat(callers.mistakes())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("broker.callers.a.subject: "),
                        line -> assertThat(line).startsWith("broker.callers.a.permissions: 'x'"),
                        line -> assertThat(line).startsWith("broker.callers.a.permissions: 'y'"),
                        line -> assertThat(line).startsWith("broker.callers.b.pools: "));
    }

    @Test
    void secondCallerWithOneLoginIsRefusedAndTheFirstHolds() {
        Callers callers = callers(Map.of("a", RIGHT, "b", RIGHT.permissions("identity:write")));

        assertThat(callers.mistakes())
                .containsExactly("broker.callers.b.subject: is, with its issuer, the same as that of caller a");
        assertThat(callers.find("https://login.example.com", "shop-login").map(Caller::name))
                .contains("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"device-17", "a", "größe 7", "a,b"})
    void aCallerActsAsItsUser(String user) {
        Callers callers = callers(Map.of("device", DEVICE.actsAsUser(user)));

        assertThat(callers.mistakes()).isEmpty();
        assertThat(callers.named("device").orElseThrow().actingUser()).isEqualTo(new UserId(user));
    }

    @Test
    void aCallerWithoutTheSettingActsAsNobody() {
        Caller shop = callers(Map.of("shop", RIGHT)).named("shop").orElseThrow();

        assertThatThrownBy(shop::actingUser)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.FORBIDDEN));
    }

    static Stream<Arguments> wrongActors() {
        Setting named = DEVICE.actsAsUser("device-17");
        String userRule = "must be a user id of 1 to 512 characters, none of them a control character, without blanks"
                + " around it";
        return Stream.of(
                arguments(DEVICE.permissions("token:issue").actsAsUser("u"), "needs the permission credentials:issue"),
                arguments(
                        DEVICE.pools("open,customers").actsAsUser("u"),
                        "needs exactly one pool in the caller's pools; "
                                + "needs server-side-credentials=true of pool customers"),
                arguments(DEVICE.pools("").actsAsUser("u"), "needs exactly one pool in the caller's pools"),
                arguments(
                        DEVICE.pools("customers").actsAsUser("u"),
                        "needs server-side-credentials=true of pool customers"),
                arguments(
                        DEVICE.prefixes("shop:").actsAsUser("device-17"),
                        "begins with none of the caller's user-id-prefixes"),
                arguments(named.actsAsUser("a\u0007b"), userRule),
                arguments(named.actsAsUser("a\ud800"), userRule),
                arguments(named.actsAsUser(" device-17"), userRule),
                arguments(named.actsAsUser("device-17 "), userRule),
                arguments(named.actsAsUser("u".repeat(513)), userRule));
    }

    @ParameterizedTest(name = "{index} {1}")
    @MethodSource("wrongActors")
    void anActorWhoCouldGetNothingIsOneMistake(Setting setting, String rules) {
        Callers callers = callers(Map.of("device", setting));

        assertThat(callers.mistakes()).containsExactly("broker.callers.device.acts-as-user: " + rules);
    }

    @Test
    void aPoolThatIsMissingOrWrongMakesNoSecondMistakeForItsActor() {
        assertThat(callers(Map.of("device", DEVICE.pools("nobodys").actsAsUser("device-17")))
                        .mistakes())
                .containsExactly("broker.callers.device.pools: there is no broker.pools.nobodys");
    }

    @Test
    void subjectAndTagsAndPrefixesAreInNoLine() {
        Setting wrong = new Setting(
                Optional.of("nobody"),
                Optional.of("hunter2"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("hunter2"),
                Optional.of("hunter2"),
                Optional.of("hunter2"),
                Optional.empty());

        assertThat(callers(Map.of("shop", wrong)).mistakes()).hasSize(2).noneMatch(line -> line.contains("hunter2"));
    }

    private static Callers callers(Map<String, CallerSetting> settings) {
        TreeMap<String, CallerSetting> inOrder = new TreeMap<>(settings);
        return new Callers(() -> inOrder, ISSUERS, POOLS);
    }

    record Setting(
            Optional<String> issuer,
            Optional<String> subject,
            Optional<String> permissions,
            Optional<String> pools,
            Optional<String> maxTokenDuration,
            Optional<String> principalTags,
            Optional<String> userIdPrefixes,
            Optional<String> requestsPerSecond,
            Optional<String> clientCertificates,
            Optional<String> actsAsUser)
            implements CallerSetting {
        Setting(
                Optional<String> issuer,
                Optional<String> subject,
                Optional<String> permissions,
                Optional<String> pools,
                Optional<String> maxTokenDuration,
                Optional<String> principalTags,
                Optional<String> userIdPrefixes,
                Optional<String> requestsPerSecond) {
            this(
                    issuer,
                    subject,
                    permissions,
                    pools,
                    maxTokenDuration,
                    principalTags,
                    userIdPrefixes,
                    requestsPerSecond,
                    Optional.empty(),
                    Optional.empty());
        }

        Setting actsAsUser(String value) {
            return new Setting(
                    issuer,
                    subject,
                    permissions,
                    pools,
                    maxTokenDuration,
                    principalTags,
                    userIdPrefixes,
                    requestsPerSecond,
                    clientCertificates,
                    Optional.of(value));
        }

        Setting prefixes(String value) {
            return new Setting(
                    issuer,
                    subject,
                    permissions,
                    pools,
                    maxTokenDuration,
                    principalTags,
                    Optional.of(value),
                    requestsPerSecond);
        }

        private Setting with(Optional<String> newIssuer, Optional<String> newSubject) {
            return new Setting(
                    newIssuer,
                    newSubject,
                    permissions,
                    pools,
                    maxTokenDuration,
                    principalTags,
                    userIdPrefixes,
                    requestsPerSecond);
        }

        Setting issuer(String value) {
            return with(Optional.of(value), subject);
        }

        Setting withoutIssuer() {
            return with(Optional.empty(), subject);
        }

        Setting subject(String value) {
            return with(issuer, Optional.of(value));
        }

        Setting withoutSubject() {
            return with(issuer, Optional.empty());
        }

        Setting permissions(String value) {
            return new Setting(
                    issuer,
                    subject,
                    Optional.of(value),
                    pools,
                    maxTokenDuration,
                    principalTags,
                    userIdPrefixes,
                    requestsPerSecond);
        }

        Setting pools(String value) {
            return new Setting(
                    issuer,
                    subject,
                    permissions,
                    Optional.of(value),
                    maxTokenDuration,
                    principalTags,
                    userIdPrefixes,
                    requestsPerSecond);
        }

        Setting longest(String value) {
            return new Setting(
                    issuer,
                    subject,
                    permissions,
                    pools,
                    Optional.of(value),
                    principalTags,
                    userIdPrefixes,
                    requestsPerSecond);
        }
    }
}
