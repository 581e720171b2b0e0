package org.identitybroker.pool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.identitybroker.pool.PoolSettings.PoolSetting;

/// Pools for the tests of other packages, made as at a start: from settings.
public final class SomePools {
    private SomePools() {}

    /// A pool with the defaults: a token lasts 15 minutes, and one hour at most.
    ///
    /// @param number makes the identity pool's id
    public static Pool named(String name, int number) {
        return new Pool(
                new PoolName(name),
                "eu-west-1:00000000-0000-0000-0000-00000000000" + number,
                "login.example.com",
                Duration.ofMinutes(15),
                Duration.ofHours(1),
                Optional.empty(),
                Optional.empty(),
                new UserIdentifiers.Plain(),
                false,
                Optional.empty());
    }

    /// The same in another region.
    public static Pool inRegion(String region, String name, int number) {
        Pool pool = named(name, number);
        return new Pool(
                pool.name(),
                pool.identityPoolId().replace(pool.region(), region),
                pool.developerProviderName(),
                pool.tokenDuration(),
                pool.tokenDurationMax(),
                pool.reuseMinRemaining(),
                pool.assumeRoleArn(),
                pool.userIdentifiers(),
                pool.serverSideCredentials(),
                pool.quota());
    }

    /// The same, with credentials that the broker hands out.
    public static Pool withServerSideCredentials(String name, int number) {
        Pool plain = named(name, number);
        return new Pool(
                plain.name(),
                plain.identityPoolId(),
                plain.developerProviderName(),
                plain.tokenDuration(),
                plain.tokenDurationMax(),
                plain.reuseMinRemaining(),
                plain.assumeRoleArn(),
                plain.userIdentifiers(),
                true,
                plain.quota());
    }

    /// The same with a quota of its own.
    public static Pool withQuota(String name, int number, int requestsPerSecond, Duration waitMax) {
        Pool plain = named(name, number);
        return new Pool(
                plain.name(),
                plain.identityPoolId(),
                plain.developerProviderName(),
                plain.tokenDuration(),
                plain.tokenDurationMax(),
                plain.reuseMinRemaining(),
                plain.assumeRoleArn(),
                plain.userIdentifiers(),
                plain.serverSideCredentials(),
                Optional.of(new Quota("pool:" + name, requestsPerSecond, waitMax)));
    }

    /// The same, with tokens that may be reused while they are good for ten minutes.
    public static Pool withReuse(String name, int number) {
        Pool plain = named(name, number);
        return new Pool(
                plain.name(),
                plain.identityPoolId(),
                plain.developerProviderName(),
                plain.tokenDuration(),
                plain.tokenDurationMax(),
                Optional.of(Duration.ofMinutes(10)),
                plain.assumeRoleArn(),
                plain.userIdentifiers(),
                plain.serverSideCredentials(),
                plain.quota());
    }

    /// The same with pseudonyms.
    ///
    /// @param key base64
    public static Pool withPseudonyms(String name, int number, String key, String keyId) {
        Pool plain = named(name, number);
        return new Pool(
                plain.name(),
                plain.identityPoolId(),
                plain.developerProviderName(),
                plain.tokenDuration(),
                plain.tokenDurationMax(),
                plain.reuseMinRemaining(),
                plain.assumeRoleArn(),
                new UserIdentifiers.Pseudonyms(PseudonymKey.read(key), keyId),
                plain.serverSideCredentials(),
                plain.quota());
    }

    public static Pools of(Pool... pools) {
        TreeMap<String, PoolSetting> settings = new TreeMap<>();
        for (Pool pool : pools) {
            settings.put(pool.name().value(), setting(pool));
        }
        return new Pools(() -> settings, Map::of);
    }

    private static FakePoolSetting setting(Pool pool) {
        FakePoolSetting setting = FakePoolSetting.RIGHT
                .id(pool.identityPoolId())
                .provider(pool.developerProviderName())
                .duration(pool.tokenDuration().toString())
                .longest(pool.tokenDurationMax().toString())
                .serverSide(String.valueOf(pool.serverSideCredentials()));
        setting = pool.assumeRoleArn().map(setting::role).orElse(setting);
        setting = pool.reuseMinRemaining()
                .map(Duration::toString)
                .map(setting::reuse)
                .orElse(setting);
        return pool.quota().map(setting::governedBy).orElse(setting);
    }
}
