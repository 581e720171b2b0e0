package org.identitybroker.directory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.identity.DeveloperLogin;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityRecord;
import org.identitybroker.identity.IdentityRecords;
import org.identitybroker.identity.LinkedUser;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// Makes one identity of two users' identities: at Cognito first, then in one transaction here. Until the second
/// step is done, everything here is as before, and the same request made again finishes it.
@ApplicationScoped
class Merging {
    /// A mapping that changes three times while one request is under way is a storm, in which trying on helps
    /// nobody.
    private static final int ROUNDS_MAX = 3;

    private final IdentityRecords records;
    private final CognitoGateway cognito;
    private final AllowedPools pools;

    Merging(IdentityRecords records, CognitoGateway cognito, AllowedPools pools) {
        this.records = records;
        this.cognito = cognito;
        this.pools = pools;
    }

    /// @return the surviving identity
    IdentityRecord merge(Caller caller, MergeRequest request, EventDraft draft) {
        Pool pool = pools.require(caller, Optional.ofNullable(request.pool()));
        draft.inPool(pool.name().value()).ofUser(request.sourceUserId());
        caller.requireMayName(request.sourceUserId());
        caller.requireMayName(request.destinationUserId());
        if (request.sourceUserId().equals(request.destinationUserId())) {
            throw RefusedException.invalid("destinationUserId", "must be another user than sourceUserId");
        }
        for (int i = 0; i < ROUNDS_MAX; i++) {
            Optional<IdentityRecord> merged = attempt(
                    caller, pool, new UserId(request.sourceUserId()), new UserId(request.destinationUserId()), draft);
            if (merged.isPresent()) {
                return merged.get();
            }
        }
        throw keepChanging();
    }

    /// Empty if a mapping changed meanwhile.
    private Optional<IdentityRecord> attempt(
            Caller caller, Pool pool, UserId sourceUser, UserId destinationUser, EventDraft draft) {
        IdentityRecord source = require(pool, sourceUser);
        IdentityRecord destination = require(pool, destinationUser);
        draft.ofIdentity(destination.id().value());
        requireEnabled(source, destination);
        if (source.id().equals(destination.id())) {
            return Optional.of(destination);
        }
        draft.insteadOf(source.id().value());
        // All users of the source move. Those of the destination keep what they have.
        VisibleIdentities.requireAllUsersOf(caller, source);
        DeveloperLogin from = login(source, sourceUser);
        DeveloperLogin to = login(destination, destinationUser);
        try {
            mergeAtCognito(pool, from, to);
        } catch (RefusedException refused) {
            if (isStored(from) && isStored(to)) {
                throw refused;
            }
            return Optional.empty();
        }
        Optional<IdentityRecord> survivor = records.merge(from, to, draft);
        survivor.ifPresent(merged -> unlinkLost(pool, source, merged));
        return survivor;
    }

    /// Who was unlinked or deleted here after Cognito moved the user, does not keep the destination's identity there.
    private void unlinkLost(Pool pool, IdentityRecord source, IdentityRecord survivor) {
        for (LinkedUser moved : source.users()) {
            if (survivor.user(moved.user()).isEmpty()) {
                unlink(pool, survivor.id(), moved);
            }
        }
    }

    private void unlink(Pool pool, IdentityId identity, LinkedUser user) {
        try {
            cognito.unlink(pool, identity, user.developerUserIdentifier());
        } catch (CognitoFailedException failed) {
            throw CognitoRefusal.of(failed, false);
        }
    }

    /// Whether the mapping is as it was before Cognito was asked: another request may have changed both sides.
    private boolean isStored(DeveloperLogin login) {
        return records.find(login.pool(), login.user())
                .filter(identity -> identity.id().equals(login.identity()))
                .isPresent();
    }

    private void mergeAtCognito(Pool pool, DeveloperLogin from, DeveloperLogin to) {
        try {
            IdentityId survivor = cognito.merge(pool, from.developerUserIdentifier(), to.developerUserIdentifier());
            if (!survivor.equals(to.identity())) {
                // Another merge moved the destination there; once it is stored, a repeat of this one can be.
                throw keepChanging();
            }
        } catch (CognitoFailedException failed) {
            if (failed.failure() != CognitoFailure.LOGIN_REFUSED && failed.failure() != CognitoFailure.NOT_FOUND) {
                throw CognitoRefusal.of(failed, true);
            }
            if (!tookEffect(pool, from, to)) {
                throw otherwiseAtCognito();
            }
        }
    }

    /// Cognito refuses to merge what it merged before, in a request whose answer was lost or whose second step
    /// failed.
    private boolean tookEffect(Pool pool, DeveloperLogin from, DeveloperLogin to) {
        try {
            Set<String> linked = cognito.developerUserIdentifiers(pool, to.identity());
            return linked.contains(from.developerUserIdentifier()) && linked.contains(to.developerUserIdentifier());
        } catch (CognitoFailedException failed) {
            throw CognitoRefusal.of(failed, false);
        }
    }

    private IdentityRecord require(Pool pool, UserId user) {
        return records.find(pool.name(), user)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "One of the users has no identity."));
    }

    private static void requireEnabled(IdentityRecord source, IdentityRecord destination) {
        if (source.isDisabled() || destination.isDisabled()) {
            throw disabled();
        }
    }

    private static RefusedException keepChanging() {
        return new RefusedException(ProblemCode.STORE_UNAVAILABLE, "The users' mappings keep changing.");
    }

    /// Somebody else is changing these users, or did so outside of the broker.
    private static RefusedException otherwiseAtCognito() {
        return new RefusedException(ProblemCode.IDENTITY_CONFLICT, "Cognito has other identities for the users.");
    }

    private static RefusedException disabled() {
        return new RefusedException(ProblemCode.IDENTITY_DISABLED, "One of the identities is disabled.");
    }

    private static DeveloperLogin login(IdentityRecord identity, UserId user) {
        LinkedUser linked = identity.user(user).orElseThrow();
        return new DeveloperLogin(
                identity.pool(), user, identity.id(), linked.developerUserIdentifier(), identity.status());
    }
}
