package org.identitybroker.emulator.state;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// An identity pool: its settings and its identities. Changes of one pool happen one after the other, each whole;
/// reading never waits.
public final class Pool {
    private final ReentrantLock lock = new ReentrantLock();
    private final Identities identities;
    private volatile PoolSettings settings;

    Pool(PoolSettings settings, Clock clock) {
        this.settings = settings;
        this.identities = new Identities(settings.region(), clock);
    }

    public PoolSettings settings() {
        return settings;
    }

    public Optional<Identity> find(String identityId) {
        return identities.find(identityId);
    }

    /// Whether there was such an identity until it was deleted.
    public boolean wasDeleted(String identityId) {
        return identities.wasDeleted(identityId);
    }

    /// Those that follow the given id in order; all of them after an empty id.
    public Stream<Identity> identitiesAfter(String identityId) {
        return identities.after(identityId);
    }

    /// Does the work with no other change of this pool beside it. Work must check everything before it changes
    /// anything, for what it did before it throws stays done.
    public <T> T change(Function<Identities, T> work) {
        lock.lock();
        try {
            return work.apply(identities);
        } finally {
            lock.unlock();
        }
    }

    public PoolSettings changeSettings(UnaryOperator<PoolSettings> change) {
        lock.lock();
        try {
            settings = change.apply(settings);
            return settings;
        } finally {
            lock.unlock();
        }
    }
}
