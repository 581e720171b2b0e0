package org.identitybroker.emulator.state;

import java.time.Clock;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/// All identity pools of the emulator, of every region.
public final class Pools {
    private final NavigableMap<String, Pool> byId = new ConcurrentSkipListMap<>();
    private final Clock clock;

    public Pools(List<PoolSettings> seeds, Clock clock) {
        this.clock = clock;
        seeds.forEach(this::create);
    }

    /// @throws IllegalArgumentException if the pool is not there, or has no developer provider
    public void restore(KnownUser user) {
        Pool pool = find(user.poolId())
                .orElseThrow(() -> new IllegalArgumentException("no identity pool " + user.poolId()));
        String provider = pool.settings()
                .developerProviderName()
                .orElseThrow(() -> new IllegalArgumentException("no developer provider in " + user.poolId()));
        pool.change(identities ->
                identities.restore(user.identityId(), Login.ofDeveloper(provider, user.userIdentifier())));
    }

    public Optional<Pool> find(String poolId) {
        return Optional.ofNullable(byId.get(poolId));
    }

    /// The pool that has this identity; few pools make looking through them cheaper than a second index.
    public Optional<Pool> holding(String identityId) {
        return byId.values().stream()
                .filter(pool -> pool.find(identityId).isPresent())
                .findFirst();
    }

    /// Whether there was such an identity until it was deleted.
    public boolean wasDeleted(String identityId) {
        return byId.values().stream().anyMatch(pool -> pool.wasDeleted(identityId));
    }

    public Pool create(PoolSettings settings) {
        var pool = new Pool(settings, clock);
        if (byId.putIfAbsent(settings.id(), pool) != null) {
            throw new IllegalArgumentException("two identity pools have the id " + settings.id());
        }
        return pool;
    }

    /// Deletes the pool with all of its identities.
    public void delete(String poolId) {
        byId.remove(poolId);
    }

    /// Those that follow in the order of their ids; all of them after an empty id.
    public Stream<Pool> after(String poolId) {
        return byId.tailMap(poolId, false).values().stream();
    }
}
