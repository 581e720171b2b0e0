package org.identitybroker.caller;

import jakarta.enterprise.context.RequestScoped;
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

    CurrentCaller(JsonWebToken token, Callers callers) {
        this.token = token;
        this.callers = callers;
    }

    /// @throws RefusedException `forbidden` for a good token of somebody who is not registered
    public Caller get() {
        return callers.find(token.getIssuer(), token.getSubject()).orElseThrow(() -> {
            LOG.debug("a token of a trusted issuer names no registered caller");
            return new RefusedException(ProblemCode.FORBIDDEN, "The token's subject is not a registered caller.");
        });
    }

    /// The caller, if it has this permission.
    ///
    /// @throws RefusedException `forbidden`
    public Caller with(Permission permission) {
        Caller caller = get();
        caller.require(permission);
        return caller;
    }
}
