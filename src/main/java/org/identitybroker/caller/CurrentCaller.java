package org.identitybroker.caller;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jboss.logging.Logger;

/// Who sent the request in hand. A JWT proves who calls; the registry says what it may do.
@RequestScoped
public class CurrentCaller {
    private static final Logger LOG = Logger.getLogger(CurrentCaller.class);

    private final JsonWebToken token;
    private final Callers callers;
    private final RequestRates rates;
    private Optional<Caller> admitted = Optional.empty();

    CurrentCaller(JsonWebToken token, Callers callers, RequestRates rates) {
        this.token = token;
        this.callers = callers;
        this.rates = rates;
    }

    /// The caller. The first call of a request counts it, so that refused requests use up the caller's rate, too: a
    /// client that repeats a mistake is slowed down like any other.
    ///
    /// @throws RefusedException `forbidden` for a good token of somebody who is not registered, `rate-limited`
    public Caller get() {
        if (admitted.isEmpty()) {
            Caller caller = registered();
            rates.take(caller);
            admitted = Optional.of(caller);
        }
        return admitted.get();
    }

    /// Who it is, before anything is counted or permitted; for what must be recorded of refused requests, too.
    ///
    /// @throws RefusedException `forbidden` for a good token of somebody who is not registered
    public Caller registered() {
        return callers.find(token.getIssuer(), token.getSubject()).orElseThrow(() -> {
            LOG.debug("a token of a trusted issuer names no registered caller");
            return new RefusedException(ProblemCode.FORBIDDEN, "The token's subject is not a registered caller.");
        });
    }

    /// The caller, if it has this permission.
    ///
    /// @throws RefusedException `forbidden`, `rate-limited`
    public Caller with(Permission permission) {
        Caller caller = get();
        caller.require(permission);
        return caller;
    }
}
