package org.identitybroker.identity;

import java.util.Optional;
import org.identitybroker.audit.AuditEvent;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.FirstMapping;
import org.identitybroker.audit.Origin;
import org.identitybroker.audit.Subject;
import org.identitybroker.pool.PoolName;

/// A login that is to be stored.
///
/// @param keyId which key made the identifier, if it is a pseudonym; a login that moves with its
///     identifier keeps its key
/// @param origin the caller that vouched, and in which exchange
/// @param shared whether the identity may have other users: true only if Cognito confirmed that they are linked
///     to it
public record NewLogin(
        PoolName pool,
        UserId user,
        IdentityId identity,
        String developerUserIdentifier,
        Optional<String> keyId,
        Origin origin,
        boolean shared) {

    /// The same, now that Cognito has confirmed that the identity has several users.
    public NewLogin confirmedAsShared() {
        return new NewLogin(pool, user, identity, developerUserIdentifier, keyId, origin, true);
    }

    /// The login as it is once it is stored, with an identity that is enabled.
    public DeveloperLogin stored() {
        return new DeveloperLogin(pool, user, identity, developerUserIdentifier, IdentityStatus.ENABLED);
    }

    /// The same for the audit trail, if neither the user nor the identity should be known yet.
    public FirstMapping first() {
        return new FirstMapping(
                pool.value(), user.value(), identity.value(), developerUserIdentifier, keyId, origin.caller());
    }

    /// The event of its being stored.
    AuditEvent event(EventType type) {
        return AuditEvent.of(type, origin, subject());
    }

    /// The event of its being stored in the place of another.
    AuditEvent event(EventType type, IdentityId previous) {
        return AuditEvent.of(type, origin, subject().instead(previous.value()));
    }

    private Subject subject() {
        return Subject.of(pool.value(), user.value(), identity.value());
    }

    @Override
    public String toString() {
        return "NewLogin[" + pool.value() + ", redacted, " + identity + "]";
    }
}
