package org.identitybroker.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.identitybroker.cognito.Grant;
import org.identitybroker.identity.IdentityId;

/// Tokens that may answer the same request again. What is kept here decides nothing: whether the caller may ask and
/// whether the user still has the identity is found out for every request, from settings and Postgres.
@ApplicationScoped
class KeptTokens {
    /// A key, an identity id and the cache's own nodes, in bytes.
    private static final int OVERHEAD = 500;

    private final Clock clock;
    private final SealingKey sealing = new SealingKey();
    private final Cache<SharedCall, Kept> tokens;

    KeptTokens(Clock clock, TokenLimits limits) {
        this.clock = clock;
        this.tokens = Caffeine.newBuilder()
                .maximumWeight(limits.keptBytesMax())
                .weigher((SharedCall _, Kept kept) -> OVERHEAD + kept.sealed().length)
                .expireAfter(Expiry.creating((SharedCall _, Kept kept) -> positive(kept.reusableFor(clock.instant()))))
                .build();
    }

    Optional<Grant> find(SharedCall call) {
        Kept kept = tokens.getIfPresent(call);
        if (kept == null || kept.reusableFor(clock.instant()).isNegative()) {
            return Optional.empty();
        }
        return Optional.of(new Grant(kept.identity(), sealing.open(kept.sealed())));
    }

    /// @param minRemaining how long the token must still be good for when it is reused
    void keep(SharedCall call, Grant grant, Duration minRemaining) {
        grant.token()
                .expiresAt()
                .map(expiry -> expiry.minus(minRemaining))
                .filter(until -> until.isAfter(clock.instant()))
                .ifPresent(until -> tokens.put(call, new Kept(grant.identity(), sealing.seal(grant.token()), until)));
    }

    /// What is kept now, in bytes; for tests and metrics.
    long weight() {
        tokens.cleanUp();
        return tokens.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    private static Duration positive(Duration left) {
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// @param until after this instant the token is too old to be reused; before it, it is good
    private record Kept(IdentityId identity, byte[] sealed, Instant until) {
        Duration reusableFor(Instant now) {
            return Duration.between(now, until);
        }
    }
}
