package org.identitybroker.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.problem.RefusedException;
import org.jspecify.annotations.Nullable;

/// Decides whether a request may be carried out, from settings alone: what is refused here has cost neither a
/// query nor a call.
@ApplicationScoped
public class TokenDesk {
    /// The namespace of Cognito's own tokens (cognito-identity.amazonaws.com, and China's), which are no proof
    /// here.
    private static final String COGNITO_LOGIN_PREFIX = "cognito-identity.";

    private final AllowedPools pools;

    TokenDesk(AllowedPools pools) {
        this.pools = pools;
    }

    /// @param draft gets to know what is asked for
    /// @throws RefusedException `forbidden`, or `invalid-request` with the member that is wrong
    public TokenOrder accept(Caller caller, TokenRequest request, EventDraft draft) {
        Pool pool = pools.require(caller, Optional.ofNullable(request.pool()));
        draft.inPool(pool.name().value());
        caller.requireMayName(request.userId());
        Map<String, String> tags = orEmpty(request.principalTags());
        caller.requireMaySet(tags.keySet());
        Map<String, String> logins = orEmpty(request.logins());
        requirePublic(pool, logins);
        TokenOrder order = new TokenOrder(
                caller,
                draft.origin(),
                pool,
                new UserId(request.userId()),
                durationOf(caller, pool, Optional.ofNullable(request.tokenDurationSeconds())),
                Optional.ofNullable(request.identityId()).map(IdentityId::new),
                logins,
                tags,
                Boolean.TRUE.equals(request.fresh()));
        order.describe(draft);
        return order;
    }

    private static Duration durationOf(Caller caller, Pool pool, Optional<Long> seconds) {
        Duration longest = caller.tokenDurationMaxIn(pool);
        if (seconds.isEmpty()) {
            return caller.tokenDurationIn(pool);
        }
        if (seconds.get() > longest.toSeconds()) {
            throw RefusedException.invalid("tokenDurationSeconds", "must be at most " + longest.toSeconds());
        }
        return Duration.ofSeconds(seconds.get());
    }

    private static void requirePublic(Pool pool, Map<String, String> logins) {
        for (String provider : logins.keySet()) {
            if (provider.equals(pool.developerProviderName())
                    || provider.toLowerCase(Locale.ROOT).startsWith(COGNITO_LOGIN_PREFIX)) {
                throw RefusedException.invalid("logins", "may name public providers only");
            }
        }
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : Map.copyOf(map);
    }
}
