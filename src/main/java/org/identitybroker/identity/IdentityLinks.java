package org.identitybroker.identity;

import java.util.Optional;
import org.identitybroker.audit.EventType;
import org.identitybroker.pool.PoolName;

/// The lasting mapping of users to identities. Every method is one short transaction, or one read, and throws
/// [RefusedException] `store-unavailable` if the database does not answer.
public interface IdentityLinks {
    /// The user's login; one index read.
    Optional<DeveloperLogin> find(PoolName pool, UserId user);

    /// What is known of an identity, whichever pool it is in.
    Optional<Identity> identity(IdentityId id);

    /// Stores a user's first login, and the identity if it is new. If two requests race, the unique key lets
    /// one of them win and the other is [LinkOutcome.Overtaken]. What is stored has its event.
    LinkOutcome link(NewLogin login);

    /// The same for an identity to which Cognito has yet to link the user. Leaves no event: that is for whoever sees
    /// the link made.
    LinkOutcome reserve(NewLogin login);

    /// Takes back what [#reserve] stored, for a link that Cognito refused: the login if it still is the same, and
    /// the identity if this link made it known and nobody else has it.
    void release(NewLogin login, LinkOutcome.Stored stored);

    /// Points a user from an identity that Cognito lost to another one, if the user still has the lost one and it
    /// is not disabled. The lost identity's row goes when its last user has gone.
    ///
    /// @param type what its event says of the change
    LinkOutcome replace(IdentityId lost, NewLogin login, EventType type);
}
