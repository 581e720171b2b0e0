package org.identitybroker.caller;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// A registered backend service and what it may do. A caller is the pair of issuer and subject of its tokens.
///
/// @param name the operator's name for it, as in `broker.callers.NAME.…`
/// @param issuer the `iss` of its tokens
/// @param subject the `sub` of its tokens
/// @param tokenDurationMax the caller's own limit beside the pool's; absent: the pool's alone
/// @param principalTags the tag keys that it may set
/// @param userIdPrefixes how the user ids begin that it may name; empty: any user id
/// @param actsAsUser the user whose credentials it may fetch without naming anybody
public record Caller(
        String name,
        String issuer,
        String subject,
        Set<Permission> permissions,
        Set<PoolName> pools,
        Optional<Duration> tokenDurationMax,
        Set<String> principalTags,
        Set<String> userIdPrefixes,
        Optional<UserId> actsAsUser) {

    /// @throws RefusedException `forbidden`, whether or not the thing that was asked for exists
    public void require(Permission permission) {
        if (!permissions.contains(permission)) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "This needs the permission " + permission.text() + ".");
        }
    }

    public boolean mayUse(PoolName pool) {
        return pools.contains(pool);
    }

    /// The pool of a request that names none; empty if the caller may not use exactly one.
    public Optional<PoolName> onlyPool() {
        return pools.size() == 1 ? Optional.of(pools.iterator().next()) : Optional.empty();
    }

    /// Two login systems that share a pool could vouch for each other's users; prefixes keep them apart.
    ///
    /// @throws RefusedException `forbidden`
    public void requireMayName(String userId) {
        if (!mayName(userId)) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "This caller may not name this user.");
        }
    }

    public boolean mayName(String userId) {
        return userIdPrefixes.isEmpty() || userIdPrefixes.stream().anyMatch(userId::startsWith);
    }

    /// The user that it acts as.
    ///
    /// @throws RefusedException `forbidden`
    public UserId actingUser() {
        return actsAsUser.orElseThrow(() -> new RefusedException(
                ProblemCode.FORBIDDEN, "This caller acts as no user; an operator can set acts-as-user."));
    }

    /// The most that this caller may ask for in a pool: its own limit or the pool's, whichever is less.
    public Duration tokenDurationMaxIn(Pool pool) {
        return tokenDurationMax
                .filter(own -> own.compareTo(pool.tokenDurationMax()) < 0)
                .orElse(pool.tokenDurationMax());
    }

    /// What a request that asks for no duration gets.
    public Duration tokenDurationIn(Pool pool) {
        Duration longest = tokenDurationMaxIn(pool);
        return pool.tokenDuration().compareTo(longest) > 0 ? longest : pool.tokenDuration();
    }

    /// @throws RefusedException `forbidden`
    public void requireMaySet(Collection<String> tagKeys) {
        if (!principalTags.containsAll(tagKeys)) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "This caller may not set one of these principal tags.");
        }
    }
}
