package org.identitybroker.identity;

import java.util.Set;

/// What became of a mapping that was to be adopted. Only [Stored] has changed anything.
public sealed interface AdoptionOutcome {
    /// The mapping was made by this call.
    record Stored() implements AdoptionOutcome {}

    /// The user has this identity already.
    record Unchanged() implements AdoptionOutcome {}

    /// The user has another identity.
    record UserHasAnother() implements AdoptionOutcome {}

    /// The identity is, or was, other users', and the login was not confirmed as shared.
    ///
    /// @param developerUserIdentifiers of the others; empty if the identity has lost its last user here
    record OthersIdentity(Set<String> developerUserIdentifiers) implements AdoptionOutcome {
        @Override
        public String toString() {
            return "OthersIdentity[redacted]";
        }
    }

    /// The identity is known as one of another pool.
    record OfAnotherPool() implements AdoptionOutcome {}

    /// The identity is disabled.
    record Disabled() implements AdoptionOutcome {}

    /// The user or the identity was removed while this was going on.
    record Overtaken() implements AdoptionOutcome {}
}
