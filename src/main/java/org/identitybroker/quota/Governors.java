package org.identitybroker.quota;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.Pools;
import org.identitybroker.pool.Quota;
import org.identitybroker.store.Store;

/// The governor of each configured quota.
@ApplicationScoped
public class Governors {
    private record Governed(Governor governor, Timer waits) {}

    private final MeterRegistry registry;

    /// By the quota's key.
    private final Map<String, Governed> governed = new HashMap<>();

    @Inject
    Governors(AgroalDataSource database, Store store, Pools pools, MeterRegistry registry) {
        this(quota -> new QuotaRow(database, store, quota.key(), Pace.of(quota.requestsPerSecond())), pools, registry);
    }

    Governors(Function<Quota, SlotSource> sources, Pools pools, MeterRegistry registry) {
        this.registry = registry;
        Map<String, Quota> quotas = new HashMap<>();
        pools.all().stream()
                .flatMap(pool -> pool.quota().stream())
                .forEach(quota -> quotas.merge(quota.key(), quota, Governors::moreWilling));
        quotas.forEach((key, quota) -> governed.put(key, govern(quota, sources.apply(quota))));
    }

    /// A quota that pools share is measured by the one whose requests wait longest.
    private static Quota moreWilling(Quota one, Quota other) {
        return one.waitMax().compareTo(other.waitMax()) >= 0 ? one : other;
    }

    private Governed govern(Quota quota, SlotSource source) {
        Governor governor = new Governor(quota.key(), source, Pace.of(quota.requestsPerSecond()));
        Duration waitMax = quota.waitMax();
        Gauge.builder("broker.quota.permits.available", governor, one -> one.available(waitMax))
                .description("How many more calls this replica could make wait for the quota and still serve in time")
                .tag("quota", quota.key())
                .register(registry);
        Timer waits = Timer.builder("broker.quota.wait")
                .description("How long calls wait for the account's quota, the refused ones included")
                .tag("quota", quota.key())
                .publishPercentileHistogram()
                .register(registry);
        return new Governed(governor, waits);
    }

    /// Has the metrics there before the first call.
    void begin(@Observes StartupEvent start) {}

    /// Where a call of this pool, for this caller, gets its permits; empty if the pool has no quota.
    public Optional<Permits> of(Pool pool, String caller) {
        return pool.quota().map(quota -> permits(quota, caller));
    }

    private Permits permits(Quota quota, String caller) {
        Governed quotas = Optional.ofNullable(governed.get(quota.key())).orElseThrow();
        return new Permits(quotas.governor(), quotas.waits(), caller, quota.waitMax());
    }

    void end(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent ending) {
        governed.values().forEach(one -> one.governor().end());
    }
}
