package org.identitybroker.identity;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// An identity that was here before the login that wants it.
///
/// @param users by their ids, what Cognito knows them as
record KnownIdentity(String pool, IdentityStatus status, Map<String, String> users) {
    /// What Cognito knows the others as.
    Set<String> othersThan(UserId user) {
        Set<String> others = new HashSet<>();
        users.forEach((id, identifier) -> {
            if (!id.equals(user.value())) {
                others.add(identifier);
            }
        });
        return others;
    }

    @Override
    public String toString() {
        return "KnownIdentity[redacted]";
    }
}
