package org.identitybroker.identity;

import java.util.Set;

/// What became of an attempt to store a login. Only [Stored] has changed anything.
public sealed interface LinkOutcome {
    /// The mapping was made by this call.
    ///
    /// @param identityIsNew whether the identity was not known here before
    record Stored(boolean identityIsNew) implements LinkOutcome {}

    /// Another request or replica changed the user's mapping first; what it stored holds.
    record Overtaken() implements LinkOutcome {}

    /// The identity has other users here, and the new login was not confirmed as shared.
    ///
    /// @param developerUserIdentifiers of the other users
    record HasOtherUsers(Set<String> developerUserIdentifiers) implements LinkOutcome {
        @Override
        public String toString() {
            return "HasOtherUsers[redacted]";
        }
    }

    /// The identity is known as one of another pool.
    record OfAnotherPool() implements LinkOutcome {}

    /// The identity, or the one that was to be replaced, is disabled.
    record Disabled() implements LinkOutcome {}
}
