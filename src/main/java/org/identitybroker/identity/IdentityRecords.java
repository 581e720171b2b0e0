package org.identitybroker.identity;

import java.util.List;
import java.util.Optional;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.pool.PoolName;

/// The stored identities for those who look after them, beside [IdentityLinks], which serves requests for tokens.
/// Every method is one short transaction and throws [RefusedException] `store-unavailable` if the database does
/// not answer. A change is stored together with its event, which the given draft becomes; a call that changes nothing
/// leaves the draft alone.
public interface IdentityRecords {
    /// Whichever pool it is in.
    Optional<IdentityRecord> find(IdentityId id);

    /// The identity of this user, exactly as the id is written.
    Optional<IdentityRecord> find(PoolName pool, UserId user);

    /// Oldest first. Identities that are added meanwhile shift nothing: a search that goes on after the last place
    /// meets every identity that was there at its start exactly once.
    List<IdentityRecord> search(IdentitySearch search);

    /// Follows a merge that Cognito has made: every user of the source moves to the destination, and the source is
    /// disabled. What happened meanwhile holds: if one of the identities was disabled, the destination is disabled;
    /// who was unlinked stays unlinked; if the destination was deleted, its new users have gone with it.
    ///
    /// @return the surviving identity; empty if there is none any more, or if one of the two users has another
    ///     identity by now, and then nothing has changed
    Optional<IdentityRecord> merge(DeveloperLogin source, DeveloperLogin destination, EventDraft draft);

    /// Removes a login, if it is there, also of an identity that was disabled while Cognito removed it there. The
    /// identity stays, even without a user: it has been somebody's.
    void unlink(IdentityId id, UserId user, EventDraft draft);

    /// The identity as it is now; empty if there is none.
    Optional<IdentityRecord> setStatus(IdentityId id, IdentityStatus status, Optional<String> reason, EventDraft draft);

    /// Removes the identity and its logins, as far as they are there.
    void delete(IdentityId id, EventDraft draft);
}
