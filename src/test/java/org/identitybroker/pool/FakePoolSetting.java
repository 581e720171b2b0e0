package org.identitybroker.pool;

import java.util.Optional;

/// One pool's settings, with a way to change each.
record FakePoolSetting(
        Optional<String> identityPoolId,
        Optional<String> developerProviderName,
        String tokenDuration,
        String maxTokenDuration,
        Optional<String> assumeRoleArn)
        implements PoolSettings.PoolSetting {

    static final FakePoolSetting RIGHT = new FakePoolSetting(
            Optional.of("eu-west-1:00000000-0000-0000-0000-000000000001"),
            Optional.of("login.example.com"),
            "PT15M",
            "PT1H",
            Optional.empty());

    FakePoolSetting id(String value) {
        return new FakePoolSetting(
                Optional.of(value), developerProviderName, tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting withoutId() {
        return new FakePoolSetting(
                Optional.empty(), developerProviderName, tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting provider(String value) {
        return new FakePoolSetting(identityPoolId, Optional.of(value), tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting withoutProvider() {
        return new FakePoolSetting(identityPoolId, Optional.empty(), tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting duration(String value) {
        return new FakePoolSetting(identityPoolId, developerProviderName, value, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting longest(String value) {
        return new FakePoolSetting(identityPoolId, developerProviderName, tokenDuration, value, assumeRoleArn);
    }

    FakePoolSetting role(String value) {
        return new FakePoolSetting(
                identityPoolId, developerProviderName, tokenDuration, maxTokenDuration, Optional.of(value));
    }
}
