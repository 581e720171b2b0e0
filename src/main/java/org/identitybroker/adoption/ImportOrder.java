package org.identitybroker.adoption;

import java.util.UUID;
import org.identitybroker.audit.Origin;
import org.identitybroker.caller.Caller;
import org.identitybroker.pool.Pool;

/// An import that is allowed.
///
/// @param verify whether Cognito is asked about every line, and not only for identities that lines leave out
record ImportOrder(UUID id, Caller caller, Origin origin, Pool pool, boolean verify) {
    /// Who may name some users only could otherwise claim another login system's identity for one of them, and then
    /// get tokens for it.
    boolean mustProve() {
        return !caller.userIdPrefixes().isEmpty();
    }
}
