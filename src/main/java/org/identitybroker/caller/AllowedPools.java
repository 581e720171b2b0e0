package org.identitybroker.caller;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.Pools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// Which pool a request is about, and whether its caller may use it.
@ApplicationScoped
public class AllowedPools {
    private final Pools pools;

    public AllowedPools(Pools pools) {
        this.pools = pools;
    }

    /// The named pool, or the only one that the caller may use. A pool that does not exist is answered as one that
    /// the caller may not use.
    ///
    /// @throws RefusedException `forbidden`, or `invalid-request` if a pool has to be named
    public Pool require(Caller caller, Optional<String> named) {
        PoolName name = named.map(PoolName::new).orElseGet(() -> onlyPoolOf(caller));
        return find(caller, name)
                .orElseThrow(() -> new RefusedException(ProblemCode.FORBIDDEN, "This caller may not use this pool."));
    }

    /// Empty if the caller may not use it.
    public Optional<Pool> find(Caller caller, PoolName name) {
        return Optional.of(name).filter(caller::mayUse).flatMap(pools::find);
    }

    /// Every pool that the caller may use, by name.
    public List<Pool> of(Caller caller) {
        return caller.pools().stream()
                .sorted(Comparator.comparing(PoolName::value))
                .flatMap(name -> pools.find(name).stream())
                .toList();
    }

    private static PoolName onlyPoolOf(Caller caller) {
        return caller.onlyPool()
                .orElseThrow(() ->
                        RefusedException.invalid("pool", "is required, as the caller may not use exactly one pool"));
    }
}
