package org.identitybroker.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.cognito.Grant;
import org.identitybroker.cognito.TokenCall;

/// Gets a token as cheaply as may be: one that is kept, an identical call that is under way, or a call of the
/// request's own. A request that links something, or that wants a fresh token, always has its own call.
@ApplicationScoped
class TokenSupply {
    private final CognitoGateway cognito;
    private final CallsUnderWay calls;
    private final KeptTokens kept;

    TokenSupply(CognitoGateway cognito, CallsUnderWay calls, KeptTokens kept) {
        this.cognito = cognito;
        this.calls = calls;
        this.kept = kept;
    }

    /// @throws CognitoFailedException Cognito's refusal or failure, perhaps of the call that was joined
    Supplied supply(TokenOrder order, TokenCall call) {
        if (order.links() || order.fresh()) {
            return ask(order, call);
        }
        SharedCall identical = SharedCall.of(order, call);
        return find(order, identical).orElseGet(() -> calls.join(identical, () -> askOnce(order, call, identical)));
    }

    /// The call that was under way a moment ago may have ended by now.
    private Supplied askOnce(TokenOrder order, TokenCall call, SharedCall identical) {
        return find(order, identical).orElseGet(() -> ask(order, call));
    }

    private Optional<Supplied> find(TokenOrder order, SharedCall identical) {
        return order.pool().reuseMinRemaining().isPresent()
                ? kept.find(identical).map(grant -> new Supplied(grant, TokenSource.REUSED))
                : Optional.empty();
    }

    private Supplied ask(TokenOrder order, TokenCall call) {
        Grant grant = cognito.openIdToken(order.pool(), call);
        if (!order.links()) {
            order.pool().reuseMinRemaining().ifPresent(minRemaining -> keep(order, call, grant, minRemaining));
        }
        return new Supplied(grant, TokenSource.COGNITO);
    }

    /// For the identity that Cognito granted, whatever was asked for: only a user who has that one finds the token.
    private void keep(TokenOrder order, TokenCall call, Grant grant, Duration minRemaining) {
        kept.keep(SharedCall.of(order, call.forIdentity(grant.identity())), grant, minRemaining);
    }
}
