package org.identitybroker.emulator.principal;

import java.util.Optional;
import org.identitybroker.emulator.credential.Session;
import org.identitybroker.emulator.iam.Principal;

/// Whose credentials these are; each protocol of AWS has its own names for those that are no good.
public sealed interface Finding {
    /// @param session empty for the account's own keys
    record Known(Principal principal, Optional<Session> session) implements Finding {}

    /// No such access key, or a temporary one without its session token.
    record UnknownKey() implements Finding {}

    /// The session token is not from here, or belongs to another access key.
    record InvalidToken() implements Finding {}

    record Expired() implements Finding {}
}
