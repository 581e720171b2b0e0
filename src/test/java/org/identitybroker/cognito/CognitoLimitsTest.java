package org.identitybroker.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.runtime.LaunchMode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CognitoLimitsTest {
    private static final Settings RIGHT = new Settings(Optional.empty(), "false", "PT5S", "PT2S", "3", "200");

    private final LaunchMode before = LaunchMode.current();

    @BeforeEach
    void inProduction() {
        LaunchMode.set(LaunchMode.NORMAL);
    }

    @AfterEach
    void inTheModeOfBefore() {
        LaunchMode.set(before);
    }

    @Test
    void defaultsAreRight() {
        CognitoLimits limits = new CognitoLimits(RIGHT);

        assertThat(limits.mistakes()).isEmpty();
        assertThat(limits.endpoint()).isEmpty();
        assertThat(limits.callTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.attemptTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(limits.attemptsMax()).isEqualTo(3);
        assertThat(limits.concurrentCallsMax()).isEqualTo(200);
    }

    static Stream<Arguments> right() {
        return Stream.of(
                arguments(
                        "the limits themselves",
                        new Settings(Optional.empty(), "false", "PT1M", "PT1M", "10", "10000")),
                arguments("the least", new Settings(Optional.empty(), "false", "PT0.001S", "PT0.001S", "1", "1")),
                arguments("short forms", new Settings(Optional.empty(), "false", "5s", "500ms", "3", "200")),
                arguments("blanks around", new Settings(Optional.of(" "), " false ", " PT5S ", " PT2S", "3 ", " 200")),
                arguments(
                        "an endpoint that is meant",
                        RIGHT.endpoint("https://cognito.example.com").allowed("true")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void rightSettingsMakeNoMistake(String name, Settings settings) {
        assertThat(new CognitoLimits(settings).mistakes()).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments(RIGHT.call("soon"), "call-timeout"),
                arguments(RIGHT.call("PT0S"), "call-timeout"),
                arguments(RIGHT.call("-PT5S"), "call-timeout"),
                arguments(RIGHT.call("PT1M0.001S"), "call-timeout"),
                arguments(RIGHT.call("PT1S"), "attempt-timeout"),
                arguments(RIGHT.attempt("later"), "attempt-timeout"),
                arguments(RIGHT.attempt("PT0S"), "attempt-timeout"),
                arguments(RIGHT.call("PT0.5S").attempt("later"), "attempt-timeout"),
                arguments(RIGHT.attempt("PT6S"), "attempt-timeout"),
                arguments(RIGHT.attempts("0"), "max-attempts"),
                arguments(RIGHT.attempts("-1"), "max-attempts"),
                arguments(RIGHT.attempts("11"), "max-attempts"),
                arguments(RIGHT.attempts("three"), "max-attempts"),
                arguments(RIGHT.attempts("2.5"), "max-attempts"),
                arguments(RIGHT.attempts("99999999999"), "max-attempts"),
                arguments(RIGHT.concurrent("0"), "max-concurrent-calls"),
                arguments(RIGHT.concurrent("10001"), "max-concurrent-calls"),
                arguments(RIGHT.concurrent("many"), "max-concurrent-calls"),
                arguments(RIGHT.allowed("yes"), "allow-endpoint-override"),
                arguments(RIGHT.allowed("TRUE"), "allow-endpoint-override"),
                arguments(RIGHT.endpoint("localhost:4567").allowed("true"), "endpoint"),
                arguments(RIGHT.endpoint("ftp://cognito.example.com").allowed("true"), "endpoint"),
                arguments(RIGHT.endpoint("file:/etc/passwd").allowed("true"), "endpoint"),
                arguments(RIGHT.endpoint("http:///path").allowed("true"), "endpoint"),
                arguments(RIGHT.endpoint("http://a b").allowed("true"), "endpoint"),
                arguments(RIGHT.endpoint("not a url"), "endpoint"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void oneWrongSettingGivesOneLineWithItsName(Settings settings, String name) {
        assertThat(new CognitoLimits(settings).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.cognito." + name + ": ");
    }

    @Test
    void twoWrongSettingsGiveTwoLines() {
        assertThat(new CognitoLimits(RIGHT.attempts("0").allowed("perhaps")).mistakes())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("broker.cognito.max-attempts: "),
                        line -> assertThat(line).startsWith("broker.cognito.allow-endpoint-override: "));
    }

    @Test
    void overrideInProductionMustBeMeant() {
        Settings override = RIGHT.endpoint("http://127.0.0.1:4567");

        assertThat(new CognitoLimits(override).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.cognito.endpoint: ")
                .contains("broker.cognito.allow-endpoint-override=true");
        assertThat(new CognitoLimits(override.allowed("true")).endpoint())
                .contains(URI.create("http://127.0.0.1:4567"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEVELOPMENT", "TEST"})
    void overrideNeedsNoWordOutsideOfProduction(LaunchMode mode) {
        LaunchMode.set(mode);

        assertThat(new CognitoLimits(RIGHT.endpoint("http://127.0.0.1:4567")).mistakes())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://user:hunter2@127.0.0.1", "ftp://user:hunter2@127.0.0.1", "hunter2", "http:// hunter2"})
    void valueIsNeverInALine(String endpoint) {
        assertThat(new CognitoLimits(RIGHT.endpoint(endpoint)).mistakes())
                .hasSize(1)
                .noneMatch(line -> line.contains("hunter2"));
    }

    record Settings(
            Optional<String> endpoint,
            String allowEndpointOverride,
            String callTimeout,
            String attemptTimeout,
            String maxAttempts,
            String maxConcurrentCalls)
            implements CognitoSettings {
        Settings endpoint(String value) {
            return new Settings(
                    Optional.of(value),
                    allowEndpointOverride,
                    callTimeout,
                    attemptTimeout,
                    maxAttempts,
                    maxConcurrentCalls);
        }

        Settings allowed(String value) {
            return new Settings(endpoint, value, callTimeout, attemptTimeout, maxAttempts, maxConcurrentCalls);
        }

        Settings call(String value) {
            return new Settings(
                    endpoint, allowEndpointOverride, value, attemptTimeout, maxAttempts, maxConcurrentCalls);
        }

        Settings attempt(String value) {
            return new Settings(endpoint, allowEndpointOverride, callTimeout, value, maxAttempts, maxConcurrentCalls);
        }

        Settings concurrent(String value) {
            return new Settings(endpoint, allowEndpointOverride, callTimeout, attemptTimeout, maxAttempts, value);
        }

        Settings attempts(String value) {
            return new Settings(
                    endpoint, allowEndpointOverride, callTimeout, attemptTimeout, value, maxConcurrentCalls);
        }
    }
}
