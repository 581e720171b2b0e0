package org.identitybroker.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One pool's settings by their names, with a way to change each.
record FakePoolSetting(Map<String, String> values) implements PoolSettings.PoolSetting {
    static final FakePoolSetting RIGHT = new FakePoolSetting(Map.of(
            "identity-pool-id", "eu-west-1:00000000-0000-0000-0000-000000000001",
            "developer-provider-name", "login.example.com",
            "token-duration", "PT15M",
            "max-token-duration", "PT1H",
            "server-side-credentials", "false"));

    FakePoolSetting with(String name, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(name, value);
        return new FakePoolSetting(changed);
    }

    private FakePoolSetting without(String name) {
        Map<String, String> changed = new HashMap<>(values);
        changed.remove(name);
        return new FakePoolSetting(changed);
    }

    FakePoolSetting withoutId() {
        return without("identity-pool-id");
    }

    FakePoolSetting withoutProvider() {
        return without("developer-provider-name");
    }

    FakePoolSetting id(String value) {
        return with("identity-pool-id", value);
    }

    FakePoolSetting provider(String value) {
        return with("developer-provider-name", value);
    }

    FakePoolSetting duration(String value) {
        return with("token-duration", value);
    }

    FakePoolSetting longest(String value) {
        return with("max-token-duration", value);
    }

    FakePoolSetting role(String value) {
        return with("assume-role-arn", value);
    }

    FakePoolSetting identifier(String value) {
        return with("user-identifier", value);
    }

    FakePoolSetting key(String value) {
        return with("user-identifier-key", value);
    }

    FakePoolSetting keyId(String value) {
        return with("user-identifier-key-id", value);
    }

    FakePoolSetting serverSide(String value) {
        return with("server-side-credentials", value);
    }

    FakePoolSetting perSecond(String value) {
        return with("requests-per-second", value);
    }

    FakePoolSetting quota(String value) {
        return with("quota", value);
    }

    FakePoolSetting quotaWait(String value) {
        return with("max-quota-wait", value);
    }

    FakePoolSetting reuse(String value) {
        return with("reuse-min-remaining", value);
    }

    /// By a quota of its own.
    FakePoolSetting governedBy(Quota quota) {
        return perSecond(String.valueOf(quota.requestsPerSecond()))
                .quotaWait(quota.waitMax().toString());
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Optional<String> identityPoolId() {
        return find("identity-pool-id");
    }

    @Override
    public Optional<String> developerProviderName() {
        return find("developer-provider-name");
    }

    @Override
    public String tokenDuration() {
        return find("token-duration").orElseThrow();
    }

    @Override
    public String maxTokenDuration() {
        return find("max-token-duration").orElseThrow();
    }

    @Override
    public Optional<String> assumeRoleArn() {
        return find("assume-role-arn");
    }

    @Override
    public Optional<String> userIdentifier() {
        return find("user-identifier");
    }

    @Override
    public Optional<String> userIdentifierKey() {
        return find("user-identifier-key");
    }

    @Override
    public Optional<String> userIdentifierKeyId() {
        return find("user-identifier-key-id");
    }

    @Override
    public Optional<String> reuseMinRemaining() {
        return find("reuse-min-remaining");
    }

    @Override
    public Optional<String> requestsPerSecond() {
        return find("requests-per-second");
    }

    @Override
    public Optional<String> quota() {
        return find("quota");
    }

    @Override
    public Optional<String> maxQuotaWait() {
        return find("max-quota-wait");
    }

    @Override
    public String serverSideCredentials() {
        return find("server-side-credentials").orElseThrow();
    }
}
