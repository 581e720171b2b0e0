package org.identitybroker.cognito;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.Pools;

/// Shows which pools' circuits are not closed.
@ApplicationScoped
class CircuitStates {
    void show(@Observes StartupEvent start, Pools pools, PoolGates gates, MeterRegistry registry) {
        for (Pool pool : pools.all()) {
            Gauge.builder("broker.cognito.circuit.open", gates.of(pool), gate -> gate.isClosed() ? 0 : 1)
                    .description("1 while calls to Cognito are refused or only tried, because most of them fail")
                    .tag("pool", pool.name().value())
                    .register(registry);
        }
    }
}
