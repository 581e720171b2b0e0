package org.identitybroker.token;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.audit.Origin;
import org.identitybroker.audit.TokenFacts;
import org.identitybroker.caller.Caller;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;

/// A token request that was checked and is allowed.
///
/// @param origin the exchange that the request came in
/// @param named the identity that the request itself names
/// @param logins public providers to link; values are secrets
/// @param fresh whether an earlier request's token is no answer
public record TokenOrder(
        Caller caller,
        Origin origin,
        Pool pool,
        UserId user,
        Duration duration,
        Optional<IdentityId> named,
        Map<String, String> logins,
        Map<String, String> principalTags,
        boolean fresh) {

    /// What Cognito is asked for a user that it knows as this identifier.
    TokenCall call(String developerUserIdentifier, Optional<IdentityId> identity) {
        return new TokenCall(caller.name(), developerUserIdentifier, identity, logins, principalTags, duration);
    }

    /// The same, for a token that is not known from before.
    public TokenOrder afresh() {
        return new TokenOrder(caller, origin, pool, user, duration, named, logins, principalTags, true);
    }

    NewLogin login(IdentityId identity, String developerUserIdentifier) {
        return new NewLogin(
                pool.name(),
                user,
                identity,
                developerUserIdentifier,
                pool.userIdentifiers().keyId(),
                origin,
                false);
    }

    /// Whether the caller asked Cognito to link something, and so is the one to be told if it does not fit.
    boolean links() {
        return named.isPresent() || !logins.isEmpty();
    }

    /// Notes in the exchange's event what the order says.
    public void describe(EventDraft draft) {
        draft.inPool(pool.name().value())
                .ofUser(user.value())
                .withToken(TokenFacts.asked(principalTags.keySet(), logins.keySet()));
        named.ifPresent(identity -> draft.ofIdentity(identity.value()));
    }

    /// The event's facts of a token that came of the order.
    public TokenFacts facts(IssuedToken issued) {
        return TokenFacts.asked(principalTags.keySet(), logins.keySet())
                .issued(issued.token().reveal(), issued.expiresAt(), issued.reused());
    }

    @Override
    public String toString() {
        return "TokenOrder[redacted]";
    }
}
