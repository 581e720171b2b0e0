package org.identitybroker.emulator.fault;

import java.util.Arrays;
import java.util.Optional;

/// What may go wrong with a call.
public enum FaultKind {
    /// Answered right, but late.
    DELAY("delay"),
    /// TooManyRequestsException, without an effect.
    THROTTLE("throttle"),
    /// InternalErrorException with status 500, without an effect.
    INTERNAL_ERROR("internal-error"),
    /// NotAuthorizedException, without an effect.
    NOT_AUTHORIZED("not-authorized"),
    /// AccessDeniedException, as of an IAM policy that does not allow the operation, without an effect.
    ACCESS_DENIED("access-denied"),
    /// ResourceNotFoundException, without an effect.
    NOT_FOUND("not-found"),
    /// InvalidIdentityPoolConfigurationException, as of a pool without a role or of a role that refuses.
    ROLES_MISCONFIGURED("roles-misconfigured"),
    /// The connection is closed before anything was done.
    RESET("reset"),
    /// Everything is done, and the connection is closed without an answer.
    LOST_ANSWER("lost-answer"),
    /// A proxy's error page with status 503, without an effect.
    HTML_ERROR("html-error"),
    /// A page with status 200, as of a captive portal, without an effect.
    HTML_OK("html-ok");

    private final String label;

    FaultKind(String label) {
        this.label = label;
    }

    /// Its name in the HTTP interface.
    public String label() {
        return label;
    }

    public static Optional<FaultKind> labelled(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}
