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
                        Optional.of("arn:aws:iam::123456789012:role/broker"),
                        new UserIdentifiers.Plain(),
                        false));
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
        TreeMap<String, PoolSetting> inOrder = new TreeMap<>(settings);
        return new Pools(() -> inOrder);
    }
}
