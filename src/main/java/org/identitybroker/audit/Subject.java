package org.identitybroker.audit;

import java.util.Optional;

/// What an event is about, as far as it is known.
///
/// @param previousIdentityId the identity that the user had before, if the event gave the user another one
public record Subject(
        Optional<String> pool,
        Optional<String> userId,
        Optional<String> identityId,
        Optional<String> previousIdentityId) {

    static final Subject UNKNOWN = new Subject(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static Subject of(String pool, String userId, String identityId) {
        return new Subject(Optional.of(pool), Optional.of(userId), Optional.of(identityId), Optional.empty());
    }

    /// The same for somebody who had another identity before.
    public Subject instead(String previous) {
        return new Subject(pool, userId, identityId, Optional.of(previous));
    }

    @Override
    public String toString() {
        return "Subject[redacted]";
    }
}
