package org.identitybroker.directory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
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

    void unlink(Caller caller, String identityId, UserId user) {
        caller.requireMayName(user.value());
        IdentityRecord identity =
                identities.findForUnlinking(caller, identityId).orElseThrow(IdentityChanges::notFound);
        if (identity.isDisabled()) {
            throw disabled();
        }
        identity.user(user).ifPresent(linked -> unlink(caller, identity, linked));
    }

    private void unlink(Caller caller, IdentityRecord identity, LinkedUser linked) {
        unlinkAtCognito(caller, identity, linked);
        records.unlink(identity.id(), linked.user());
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
    IdentityRecord setStatus(Caller caller, String identityId, StatusRequest request) {
        IdentityRecord identity = identities.find(caller, identityId).orElseThrow(IdentityChanges::notFound);
        VisibleIdentities.requireAllUsersOf(caller, identity);
        return records.setStatus(
                        identity.id(), IdentityStatus.of(request.status()), Optional.ofNullable(request.reason()))
                .orElseThrow(IdentityChanges::notFound);
    }

    /// An identity that is gone needs no deleting, and one that the caller may not know of answers the same.
    void delete(Caller caller, String identityId) {
        identities.find(caller, identityId).ifPresent(identity -> delete(caller, identity));
    }

    private void delete(Caller caller, IdentityRecord identity) {
        VisibleIdentities.requireAllUsersOf(caller, identity);
        try {
            cognito.delete(poolOf(caller, identity), identity.id());
        } catch (CognitoFailedException failed) {
            throw CognitoRefusal.of(failed, false);
        }
        records.delete(identity.id());
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
