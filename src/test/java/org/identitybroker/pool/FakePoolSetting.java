package org.identitybroker.pool;

import java.util.Optional;

/// One pool's settings, with a way to change each.
record FakePoolSetting(
        Optional<String> identityPoolId,
        Optional<String> developerProviderName,
        String tokenDuration,
        String maxTokenDuration,
        Optional<String> assumeRoleArn,
        Optional<String> userIdentifier,
        Optional<String> userIdentifierKey,
        Optional<String> userIdentifierKeyId,
        String serverSideCredentials)
        implements PoolSettings.PoolSetting {

    static final FakePoolSetting RIGHT = new FakePoolSetting(
            Optional.of("eu-west-1:00000000-0000-0000-0000-000000000001"),
            Optional.of("login.example.com"),
            "PT15M",
            "PT1H",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "false");

    @Override
    public Optional<String> reuseMinRemaining() {
        return Optional.empty();
    }

    @Override
    public Optional<String> requestsPerSecond() {
        return Optional.empty();
    }

    @Override
    public Optional<String> maxQuotaWait() {
        return Optional.empty();
    }

    FakePoolSetting id(String value) {
        return with(Optional.of(value), developerProviderName, tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting withoutId() {
        return with(Optional.empty(), developerProviderName, tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting provider(String value) {
        return with(identityPoolId, Optional.of(value), tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting withoutProvider() {
        return with(identityPoolId, Optional.empty(), tokenDuration, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting duration(String value) {
        return with(identityPoolId, developerProviderName, value, maxTokenDuration, assumeRoleArn);
    }

    FakePoolSetting longest(String value) {
        return with(identityPoolId, developerProviderName, tokenDuration, value, assumeRoleArn);
    }

    FakePoolSetting role(String value) {
        return with(identityPoolId, developerProviderName, tokenDuration, maxTokenDuration, Optional.of(value));
    }

    FakePoolSetting identifier(String value) {
        return identifiers(Optional.of(value), userIdentifierKey, userIdentifierKeyId);
    }

    FakePoolSetting key(String value) {
        return identifiers(userIdentifier, Optional.of(value), userIdentifierKeyId);
    }

    FakePoolSetting keyId(String value) {
        return identifiers(userIdentifier, userIdentifierKey, Optional.of(value));
    }

    FakePoolSetting serverSide(String value) {
        return new FakePoolSetting(
                identityPoolId,
                developerProviderName,
                tokenDuration,
                maxTokenDuration,
                assumeRoleArn,
                userIdentifier,
                userIdentifierKey,
                userIdentifierKeyId,
                value);
    }

    private FakePoolSetting with(
            Optional<String> id, Optional<String> provider, String usual, String longest, Optional<String> role) {
        return new FakePoolSetting(
                id,
                provider,
                usual,
                longest,
                role,
                userIdentifier,
                userIdentifierKey,
                userIdentifierKeyId,
                serverSideCredentials);
    }

    private FakePoolSetting identifiers(Optional<String> identifier, Optional<String> key, Optional<String> keyId) {
        return new FakePoolSetting(
                identityPoolId,
                developerProviderName,
                tokenDuration,
                maxTokenDuration,
                assumeRoleArn,
                identifier,
                key,
                keyId,
                serverSideCredentials);
    }
}
