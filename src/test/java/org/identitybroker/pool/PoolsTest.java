package org.identitybroker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.identitybroker.pool.FakePoolSetting.RIGHT;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.identitybroker.pool.PoolSettings.PoolSetting;
import org.identitybroker.pool.QuotaSettings.QuotaSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolsTest {
    private static final String OTHER_ID = "eu-west-1:00000000-0000-0000-0000-000000000002";

    @Test
    void settingsBecomeAPool() {
        Pools pools = pools(Map.of("customers", RIGHT.role("arn:aws:iam::123456789012:role/broker")));

        assertThat(pools.mistakes()).isEmpty();
        assertThat(pools.find(new PoolName("customers")))
                .contains(new Pool(
                        new PoolName("customers"),
                        "eu-west-1:00000000-0000-0000-0000-000000000001",
                        "login.example.com",
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        Optional.empty(),
                        Optional.of("arn:aws:iam::123456789012:role/broker"),
                        new UserIdentifiers.Plain(),
                        false,
                        Optional.empty()));
        assertThat(pools.find(new PoolName("Customers"))).isEmpty();
        assertThat(pools.isConfigured(new PoolName("staff"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "' true ', true", "'', false"})
    void credentialsAreHandedOutOnlyIfThatIsSaid(String value, boolean handedOut) {
        Pool pool = pools(Map.of("customers", RIGHT.serverSide(value)))
                .all()
                .iterator()
                .next();

        assertThat(pool.serverSideCredentials()).isEqualTo(handedOut);
    }

    @Test
    void poolsAreListedByName() {
        Pools pools = pools(Map.of("staff", RIGHT, "customers", RIGHT.id(OTHER_ID)));

        assertThat(pools.all()).extracting(pool -> pool.name().value()).containsExactly("customers", "staff");
    }

    static Stream<Arguments> right() {
        return Stream.of(
                arguments("as it comes", RIGHT),
                arguments("the longest duration", RIGHT.longest("PT24H").duration("PT24H")),
                arguments("the shortest duration", RIGHT.longest("PT1S").duration("PT1S")),
                arguments("durations in the short form", RIGHT.longest("1h").duration("900")),
                arguments("reuse until a second before the longest", RIGHT.reuse("PT59M59S")),
                arguments("blank role", RIGHT.role(" ")),
                arguments("role of another partition", RIGHT.role("arn:aws-cn:iam::123456789012:role/a/b")),
                arguments("provider with all characters", RIGHT.provider("A-z_0.9")),
                arguments("provider of 128 characters", RIGHT.provider("p".repeat(128))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void rightSettingsMakeNoMistake(String name, FakePoolSetting setting) {
        Pools pools = pools(Map.of("customers", setting));

        assertThat(pools.mistakes()).isEmpty();
        assertThat(pools.find(new PoolName("customers"))).isPresent();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("no id", RIGHT.withoutId(), "identity-pool-id"),
                arguments("blank id", RIGHT.id(" "), "identity-pool-id"),
                arguments("id without region", RIGHT.id("00000000-0000-0000-0000-000000000001"), "identity-pool-id"),
                arguments("upper-case guid", RIGHT.id("eu-west-1:ABCDEF00"), "identity-pool-id"),
                arguments("id of 56 characters", RIGHT.id("eu-west-1:" + "0".repeat(46)), "identity-pool-id"),
                arguments("id with a blank", RIGHT.id("eu-west-1:0000 "), "identity-pool-id"),
                arguments("no provider", RIGHT.withoutProvider(), "developer-provider-name"),
                arguments("empty provider", RIGHT.provider(""), "developer-provider-name"),
                arguments("provider is a URL", RIGHT.provider("https://login"), "developer-provider-name"),
                arguments("provider of 129", RIGHT.provider("p".repeat(129)), "developer-provider-name"),
                arguments("duration is no duration", RIGHT.duration("quarter"), "token-duration"),
                arguments("no time", RIGHT.duration("PT0S"), "token-duration"),
                arguments("negative", RIGHT.duration("-PT1M"), "token-duration"),
                arguments("half a second", RIGHT.duration("PT1.5S"), "token-duration"),
                arguments("longer than the maximum", RIGHT.duration("PT61M"), "token-duration"),
                arguments("maximum is no duration", RIGHT.longest("long"), "max-token-duration"),
                arguments("maximum is no time", RIGHT.longest("PT0S"), "max-token-duration"),
                arguments("maximum over a day", RIGHT.longest("PT24H1S"), "max-token-duration"),
                arguments("reuse for no time", RIGHT.reuse("PT0S"), "reuse-min-remaining"),
                arguments("reuse for half a second", RIGHT.reuse("PT0.5S"), "reuse-min-remaining"),
                arguments("reuse is no duration", RIGHT.reuse("always"), "reuse-min-remaining"),
                arguments("nothing is ever reused", RIGHT.reuse("PT1H"), "reuse-min-remaining"),
                arguments("no role's ARN", RIGHT.role("arn:aws:iam::123456789012:user/bob"), "assume-role-arn"),
                arguments("account too short", RIGHT.role("arn:aws:iam::12345:role/broker"), "assume-role-arn"),
                arguments("role's name alone", RIGHT.role("broker"), "assume-role-arn"),
                arguments("neither true nor false", RIGHT.serverSide("yes"), "server-side-credentials"),
                arguments("upper-case true", RIGHT.serverSide("TRUE"), "server-side-credentials"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void oneWrongSettingGivesOneLineWithItsName(String name, FakePoolSetting setting, String wrong) {
        Pools pools = pools(Map.of("customers", setting));

        assertThat(pools.mistakes()).singleElement().asString().startsWith("broker.pools.customers." + wrong + ": ");
        assertThat(pools.isConfigured(new PoolName("customers"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Customers", "a_b", "a.b", "-a", "a b", "k\u00E4ufer", ""})
    void poolsNameIsLowerCase(String name) {
        assertThat(pools(Map.of(name, RIGHT)).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.pools." + name + ": ");
    }

    @Test
    void poolsNameHasSixtyFourCharactersAtMost() {
        assertThat(pools(Map.of("p".repeat(64), RIGHT)).mistakes()).isEmpty();
        assertThat(pools(Map.of("p".repeat(65), RIGHT)).mistakes()).hasSize(1);
    }

    @Test
    void twoNamesForOneIdentityPoolAreRefused() {
        assertThat(pools(Map.of("a", RIGHT, "b", RIGHT)).mistakes())
                .containsExactly("broker.pools.b.identity-pool-id: is the same identity pool as that of pool a");
    }

    @Test
    void everyMistakeHasItsLine() {
        Pools pools = pools(Map.of("a", RIGHT.withoutId().duration("x"), "b", RIGHT.withoutProvider()));

        assertThat(pools.mistakes())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("broker.pools.a.identity-pool-id: "),
                        line -> assertThat(line).startsWith("broker.pools.a.token-duration: "),
                        line -> assertThat(line).startsWith("broker.pools.b.developer-provider-name: "));
        assertThat(pools.all()).isEmpty();
    }

    @Test
    void valueIsNeverInALine() {
        FakePoolSetting pasted = RIGHT.id("hunter2!")
                .provider("hunter2!")
                .duration("hunter2!")
                .longest("hunter2!")
                .role("hunter2!")
                .serverSide("hunter2!");

        assertThat(pools(Map.of("customers", pasted)).mistakes())
                .hasSize(6)
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void aPoolHasAQuotaOfItsOwnOrSharesOne() {
        Pools pools = pools(
                Map.of(
                        "a", RIGHT.perSecond("50").quotaWait("PT0.5S"),
                        "b", RIGHT.id(OTHER_ID).quota("account")),
                Map.of("account", perSecond("7")));

        assertThat(pools.mistakes()).isEmpty();
        assertThat(pools.all())
                .extracting(Pool::quota)
                .containsExactly(
                        Optional.of(new Quota("pool:a", 50, Duration.ofMillis(500))),
                        Optional.of(new Quota("quota:account", 7, Duration.ofSeconds(2))));
    }

    static Stream<Arguments> wrongQuotas() {
        return Stream.of(
                arguments(RIGHT.perSecond("0"), "pools.customers.requests-per-second"),
                arguments(RIGHT.perSecond("1.5"), "pools.customers.requests-per-second"),
                arguments(RIGHT.perSecond("100001"), "pools.customers.requests-per-second"),
                arguments(RIGHT.perSecond("5").quota("account"), "pools.customers.quota"),
                arguments(RIGHT.quota("acount"), "pools.customers.quota"),
                arguments(RIGHT.perSecond("5").quotaWait("PT11S"), "pools.customers.max-quota-wait"),
                arguments(RIGHT.perSecond("5").quotaWait("PT0S"), "pools.customers.max-quota-wait"),
                arguments(RIGHT.quota("account").quotaWait("soon"), "pools.customers.max-quota-wait"));
    }

    @ParameterizedTest(name = "{1} {index}")
    @MethodSource("wrongQuotas")
    void aWrongQuotaGivesOneLineWithItsName(FakePoolSetting setting, String wrong) {
        assertThat(pools(Map.of("customers", setting), Map.of("account", perSecond("7")))
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("broker." + wrong + ": ");
    }

    /// The pool that has it makes no second mistake.
    @ParameterizedTest
    @ValueSource(strings = {"0", "many", "100001", " "})
    void aSharedQuotaNeedsANumber(String value) {
        assertThat(pools(Map.of("customers", RIGHT.quota("account")), Map.of("account", perSecond(value)))
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.quotas.account.requests-per-second: ");
    }

    @Test
    void aQuotasNameIsLowerCase() {
        assertThat(pools(Map.of(), Map.of("Account", perSecond("7"))).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.quotas.Account: ");
    }

    private static QuotaSetting perSecond(String value) {
        return () -> Optional.of(value);
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1:0, eu-west-1, cognito-identity.amazonaws.com",
        "us-gov-west-1:0, us-gov-west-1, cognito-identity.amazonaws.com",
        "cn-north-1:0, cn-north-1, cognito-identity.cn-north-1.amazonaws.com.cn"
    })
    void regionAndRedemptionLoginFollowFromTheId(String id, String region, String login) {
        Pool pool = pools(Map.of("customers", RIGHT.id(id))).all().iterator().next();

        assertThat(pool.region()).isEqualTo(region);
        assertThat(pool.redemptionLogin()).isEqualTo(login);
    }

    private static Pools pools(Map<String, PoolSetting> settings) {
        return pools(settings, Map.of());
    }

    private static Pools pools(Map<String, PoolSetting> settings, Map<String, QuotaSetting> quotas) {
        TreeMap<String, PoolSetting> inOrder = new TreeMap<>(settings);
        return new Pools(() -> inOrder, () -> quotas);
    }
}
