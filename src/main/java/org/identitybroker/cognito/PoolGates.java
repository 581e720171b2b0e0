package org.identitybroker.cognito;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;

/// Each pool's own [PoolGate]: what happens to one pool is no other's business, although they may share an account.
@ApplicationScoped
class PoolGates {
    private final CognitoLimits limits;
    private final Map<PoolName, PoolGate> gates = new ConcurrentHashMap<>();

    PoolGates(CognitoLimits limits) {
        this.limits = limits;
    }

    PoolGate of(Pool pool) {
        return gates.computeIfAbsent(pool.name(), name -> new PoolGate(name.value(), limits.concurrentCallsMax()));
    }
}
