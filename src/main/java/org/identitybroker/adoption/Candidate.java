package org.identitybroker.adoption;

import java.util.Optional;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.identity.UserId;
import org.jspecify.annotations.Nullable;

/// A line that may be stored.
///
/// @param identity the user's, if the line says it or Cognito has
/// @param confirmed whether Cognito has said so
record Candidate(long line, UserId user, Optional<IdentityId> identity, boolean confirmed) {
    Candidate confirmedAs(IdentityId answered) {
        return new Candidate(line, user, Optional.of(answered), true);
    }

    /// @param reason a problem's code, or one of the import's own
    ImportFinding finding(String reason, String message) {
        @Nullable String named = identity.map(IdentityId::value).orElse(null);
        return new ImportFinding(line, user.value(), named, reason, message);
    }

    NewLogin login(ImportOrder order) {
        return new NewLogin(
                order.pool().name(),
                user,
                identity.orElseThrow(),
                order.pool().developerUserIdentifier(user.value()),
                order.pool().userIdentifiers().keyId(),
                order.origin(),
                false);
    }

    @Override
    public String toString() {
        return "Candidate[" + line + ", redacted]";
    }
}
