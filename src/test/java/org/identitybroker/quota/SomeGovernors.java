package org.identitybroker.quota;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;

/// Governors for the tests of other packages.
public final class SomeGovernors {
    private SomeGovernors() {}

    /// For pools without a quota.
    public static Governors none() {
        return over(new FakeSlots());
    }

    /// @param slots what the pools' quota has
    public static Governors over(FakeSlots slots, Pool... pools) {
        return new Governors(_ -> slots, SomePools.of(pools), new SimpleMeterRegistry());
    }
}
