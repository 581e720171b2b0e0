package org.identitybroker.cognito;

import static org.identitybroker.setting.SettingReaders.count;
import static org.identitybroker.setting.SettingReaders.flag;
import static org.identitybroker.setting.SettingReaders.positive;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;

/// How long and how often the broker asks Cognito, and where.
@ApplicationScoped
class CognitoLimits implements CheckedSettings {
    private static final String PREFIX = "broker.cognito.";

    /// With more, the last attempt would start after any sensible deadline.
    private static final int ATTEMPTS_MAX = 10;

    /// A request that waits longer has lost its client.
    private static final Duration CALL_TIMEOUT_LIMIT = Duration.ofMinutes(1);

    /// Each call has a connection of its own, and a process has some ten thousand. Cognito's default quota, 50 calls a
    /// second, keeps 100 at once busy with attempts of two seconds; the default of 200 is twice that.
    private static final int CONCURRENT_CALLS_LIMIT = 10_000;

    private static final String DURATION_RULE = "must be a duration above zero such as PT5S";

    private final SettingMistakes mistakes = new SettingMistakes();
    private final Optional<URI> endpoint;
    private final Duration callTimeout;
    private final Duration attemptTimeout;
    private final int attemptsMax;
    private final int concurrentCallsMax;

    CognitoLimits(CognitoSettings settings) {
        this.endpoint = endpoint(settings);
        this.callTimeout = duration("call-timeout", settings.callTimeout(), CALL_TIMEOUT_LIMIT);
        this.attemptTimeout = duration("attempt-timeout", settings.attemptTimeout(), Duration.ofMillis(1));
        this.attemptsMax = number("max-attempts", settings.maxAttempts(), ATTEMPTS_MAX);
        this.concurrentCallsMax = number("max-concurrent-calls", settings.maxConcurrentCalls(), CONCURRENT_CALLS_LIMIT);
        if (callTimeout.compareTo(CALL_TIMEOUT_LIMIT) > 0) {
            mistakes.add(PREFIX + "call-timeout", "must be at most PT1M");
        }
        if (attemptTimeout.compareTo(callTimeout) > 0) {
            mistakes.add(PREFIX + "attempt-timeout", "must not be longer than call-timeout");
        }
    }

    Optional<URI> endpoint() {
        return endpoint;
    }

    Duration callTimeout() {
        return callTimeout;
    }

    Duration attemptTimeout() {
        return attemptTimeout;
    }

    int attemptsMax() {
        return attemptsMax;
    }

    /// Of each pool.
    int concurrentCallsMax() {
        return concurrentCallsMax;
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private Optional<URI> endpoint(CognitoSettings settings) {
        Optional<URI> uri = mistakes.read(
                PREFIX + "endpoint", settings.endpoint(), CognitoLimits::httpUri, "must be an http or https URL");
        boolean allowed = mistakes.read(
                        PREFIX + "allow-endpoint-override",
                        Optional.of(settings.allowEndpointOverride()),
                        text -> flag(text),
                        "must be true or false")
                .orElse(false);
        if (uri.isPresent() && !allowed && inProduction()) {
            mistakes.add(
                    PREFIX + "endpoint",
                    "users would get tokens that are not AWS'; if that is meant, set " + PREFIX
                            + "allow-endpoint-override=true");
        }
        return uri;
    }

    private static boolean inProduction() {
        return LaunchMode.current() == LaunchMode.NORMAL
                && !ConfigUtils.getProfiles().contains("demo");
    }

    private static URI httpUri(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("not an http URL");
        }
        return uri;
    }

    /// @param otherwise stands in for a wrong value, and breaks none of the rules that compare two settings
    private Duration duration(String name, String value, Duration otherwise) {
        return mistakes.read(
                        PREFIX + name,
                        mistakes.required(PREFIX + name, Optional.of(value)),
                        text -> positive(text),
                        DURATION_RULE)
                .orElse(otherwise);
    }

    private int number(String name, String value, int most) {
        String rule = "must be a number from 1 to " + most;
        int number = mistakes.read(
                        PREFIX + name, mistakes.required(PREFIX + name, Optional.of(value)), text -> count(text), rule)
                .orElse(1);
        if (number > most) {
            mistakes.add(PREFIX + name, rule);
            return 1;
        }
        return number;
    }
}
