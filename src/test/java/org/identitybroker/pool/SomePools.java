package org.identitybroker.pool;

import java.time.Duration;
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
                new UserIdentifiers.Plain(),
                false);
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
                pool.assumeRoleArn(),
                pool.userIdentifiers(),
                pool.serverSideCredentials());
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
                plain.assumeRoleArn(),
                plain.userIdentifiers(),
                true);
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
                plain.assumeRoleArn(),
                new UserIdentifiers.Pseudonyms(PseudonymKey.read(key), keyId),
                plain.serverSideCredentials());
    }

    public static Pools of(Pool... pools) {
        TreeMap<String, PoolSetting> settings = new TreeMap<>();
        for (Pool pool : pools) {
            settings.put(
                    pool.name().value(),
                    new FakePoolSetting(
                            Optional.of(pool.identityPoolId()),
                            Optional.of(pool.developerProviderName()),
                            pool.tokenDuration().toString(),
                            pool.tokenDurationMax().toString(),
                            pool.assumeRoleArn(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            String.valueOf(pool.serverSideCredentials())));
        }
        return new Pools(() -> settings);
    }
}
