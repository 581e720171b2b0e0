package org.identitybroker.directory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.identity.IdentityRecord;
import org.identitybroker.identity.IdentityRecords;
import org.identitybroker.identity.IdentityStatus;
import org.identitybroker.identity.LinkedUser;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// Changes one identity: at Cognito first, then here. If the second step fails, the row still says what is to be
/// done, and the same request made again finishes it.
@ApplicationScoped
class IdentityChanges {
    private final VisibleIdentities identities;
    private final IdentityRecords records;
    private final CognitoGateway cognito;
    private final AllowedPools pools;

    IdentityChanges(VisibleIdentities identities, IdentityRecords records, CognitoGateway cognito, AllowedPools pools) {
        this.identities = identities;
        this.records = records;
        this.cognito = cognito;
        this.pools = pools;
    }

    void unlink(Caller caller, String identityId, UserId user, EventDraft draft) {
        caller.requireMayName(user.value());
        IdentityRecord identity =
                identities.findForUnlinking(caller, identityId).orElseThrow(IdentityChanges::notFound);
        if (identity.isDisabled()) {
            throw disabled();
        }
        draft.inPool(identity.pool().value()).ofIdentity(identity.id().value());
        identity.user(user).ifPresent(linked -> unlink(caller, identity, linked, draft));
    }

    private void unlink(Caller caller, IdentityRecord identity, LinkedUser linked, EventDraft draft) {
        unlinkAtCognito(caller, identity, linked);
        records.unlink(identity.id(), linked.user(), draft);
        // A token request that read the mapping before it went may have had Cognito link the user once more.
        unlinkAtCognito(caller, identity, linked);
    }

    private void unlinkAtCognito(Caller caller, IdentityRecord identity, LinkedUser linked) {
        try {
            cognito.unlink(poolOf(caller, identity), identity.id(), linked.developerUserIdentifier());
        } catch (CognitoFailedException failed) {
            throw CognitoRefusal.of(failed, false);
        }
    }

    /// @return the identity as it is now
    IdentityRecord setStatus(Caller caller, String identityId, StatusRequest request, EventDraft draft) {
        IdentityRecord identity = identities.find(caller, identityId).orElseThrow(IdentityChanges::notFound);
        describe(draft, identity);
        VisibleIdentities.requireAllUsersOf(caller, identity);
        return records.setStatus(
                        identity.id(),
                        IdentityStatus.of(request.status()),
                        Optional.ofNullable(request.reason()),
                        draft)
                .orElseThrow(IdentityChanges::notFound);
    }

    /// An identity that is gone needs no deleting, and one that the caller may not know of answers the same.
    void delete(Caller caller, String identityId, EventDraft draft) {
        identities.find(caller, identityId).ifPresent(identity -> delete(caller, identity, draft));
    }

    private void delete(Caller caller, IdentityRecord identity, EventDraft draft) {
        describe(draft, identity);
        VisibleIdentities.requireAllUsersOf(caller, identity);
        try {
            cognito.delete(poolOf(caller, identity), identity.id());
        } catch (CognitoFailedException failed) {
            throw CognitoRefusal.of(failed, false);
        }
        records.delete(identity.id(), draft);
    }

    /// Whose identity it is stands in the event if it is one user's; the events of shared ones are found by their id.
    private static void describe(EventDraft draft, IdentityRecord identity) {
        draft.inPool(identity.pool().value()).ofIdentity(identity.id().value());
        if (identity.users().size() == 1) {
            draft.ofUser(identity.users().getFirst().user().value());
        }
    }

    private Pool poolOf(Caller caller, IdentityRecord identity) {
        return pools.find(caller, identity.pool()).orElseThrow(IdentityChanges::notFound);
    }

    static RefusedException notFound() {
        return new RefusedException(ProblemCode.NOT_FOUND, "There is no such identity.");
    }

    private static RefusedException disabled() {
        return new RefusedException(ProblemCode.IDENTITY_DISABLED, "The identity is disabled.");
    }
}
