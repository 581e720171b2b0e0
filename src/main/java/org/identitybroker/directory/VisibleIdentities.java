package org.identitybroker.directory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityRecord;
import org.identitybroker.identity.IdentityRecords;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// The identities that a caller may know of. All others are as if they did not exist: those of pools that it may
/// not use and, for a caller with prefixes of user ids, those without a user that it may name.
@ApplicationScoped
class VisibleIdentities {
    private final IdentityRecords records;
    private final AllowedPools pools;

    VisibleIdentities(IdentityRecords records, AllowedPools pools) {
        this.records = records;
        this.pools = pools;
    }

    Optional<IdentityRecord> find(Caller caller, String identityId) {
        return inAllowedPool(caller, identityId)
                .filter(identity -> caller.userIdPrefixes().isEmpty() || hasUserOf(caller, identity));
    }

    /// Those that nobody has any more are visible, too, whoever had them: what was unlinked once can be unlinked
    /// again.
    Optional<IdentityRecord> findForUnlinking(Caller caller, String identityId) {
        return inAllowedPool(caller, identityId)
                .filter(identity -> identity.users().isEmpty() || hasUserOf(caller, identity));
    }

    /// What becomes of an identity, becomes of all its users.
    ///
    /// @throws RefusedException `forbidden`
    static void requireAllUsersOf(Caller caller, IdentityRecord identity) {
        if (!identity.users().stream()
                .allMatch(linked -> caller.mayName(linked.user().value()))) {
            throw new RefusedException(
                    ProblemCode.FORBIDDEN, "The identity has another user, whom this caller may not name.");
        }
    }

    private Optional<IdentityRecord> inAllowedPool(Caller caller, String identityId) {
        if (!IdentityId.isValid(identityId)) {
            return Optional.empty();
        }
        return records.find(new IdentityId(identityId))
                .filter(identity -> pools.find(caller, identity.pool()).isPresent());
    }

    private static boolean hasUserOf(Caller caller, IdentityRecord identity) {
        return identity.users().stream()
                .anyMatch(linked -> caller.mayName(linked.user().value()));
    }
}
