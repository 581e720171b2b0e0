package org.identitybroker.cognito;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.Pools;

/// Counts the attempts that Cognito throttled, those that succeeded in the end among them.
@ApplicationScoped
class ThrottledAttempts {
    private final Map<PoolName, Counter> counters;

    ThrottledAttempts(Pools pools, MeterRegistry registry) {
        this.counters = pools.all().stream()
                .collect(Collectors.toMap(
                        Pool::name,
                        pool -> Counter.builder("broker.cognito.throttled")
                                .description("Attempts that Cognito answered by throttling")
                                .tag("pool", pool.name().value())
                                .register(registry)));
    }

    Counter of(Pool pool) {
        return Optional.ofNullable(counters.get(pool.name())).orElseThrow();
    }
}
