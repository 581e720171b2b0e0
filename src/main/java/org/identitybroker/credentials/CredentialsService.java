package org.identitybroker.credentials;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.identitybroker.audit.AuditTrail;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.audit.EventType;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.cognito.Grant;
import org.identitybroker.cognito.TemporaryCredentials;
import org.identitybroker.identity.IdentityLinks;
import org.identitybroker.identity.IdentityStatus;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.token.IssuedToken;
import org.identitybroker.token.TokenOrder;
import org.identitybroker.token.TokenService;

/// The story of one credentials request: issue a token by the rules that hold for all, redeem it, and answer only
/// credentials of the identity that the token is for. No transaction is open while Cognito is asked.
@ApplicationScoped
class CredentialsService {
    /// Between a token and its redemption the identity may be deleted, disabled or another's. Then the token is asked
    /// for once more, as the rules for such a user are the token's, and one from before
    /// would lead nowhere again; twice within a request is a storm.
    private static final int ROUNDS_MAX = 2;

    private final TokenService tokens;
    private final IdentityLinks links;
    private final CognitoGateway cognito;
    private final AuditTrail trail;

    CredentialsService(TokenService tokens, IdentityLinks links, CognitoGateway cognito, AuditTrail trail) {
        this.tokens = tokens;
        this.links = links;
        this.cognito = cognito;
        this.trail = trail;
    }

    /// @param draft becomes the event of the credentials before they are returned
    /// @throws RefusedException for every reason not to answer with credentials
    IssuedCredentials issue(TokenOrder order, Optional<String> customRoleArn, EventDraft draft) {
        requireServerSide(order);
        RefusedException lastRefusal = mappingChanges();
        for (int i = 0; i < ROUNDS_MAX; i++) {
            IssuedToken issued = tokens.issue(i == 0 ? order : order.afresh(), token -> isHeld(order, token, draft));
            try {
                TemporaryCredentials credentials = redeem(issued, customRoleArn);
                if (isRecorded(order, issued, credentials, draft)) {
                    return new IssuedCredentials(issued.pool(), credentials);
                }
                lastRefusal = mappingChanges();
            } catch (CognitoFailedException failed) {
                lastRefusal = refusal(failed, customRoleArn);
                if (!identityMayBeGone(failed, customRoleArn)) {
                    throw lastRefusal;
                }
            }
        }
        throw lastRefusal;
    }

    private static void requireServerSide(TokenOrder order) {
        if (!order.pool().serverSideCredentials()) {
            throw new RefusedException(
                    ProblemCode.FORBIDDEN, "The broker issues no credentials for this pool, only tokens.");
        }
    }

    private TemporaryCredentials redeem(IssuedToken issued, Optional<String> customRoleArn) {
        TemporaryCredentials credentials =
                cognito.credentials(issued.pool(), new Grant(issued.identity(), issued.token()), customRoleArn);
        if (!credentials.identity().equals(issued.identity())) {
            throw new RefusedException(
                    ProblemCode.IDENTITY_CONFLICT, "Cognito has merged the user's identity into another one.");
        }
        return credentials;
    }

    /// Before the token is redeemed. A guest's identity that is linked has its event at once: whatever becomes of the
    /// redemption, the link stays.
    private boolean isHeld(TokenOrder order, IssuedToken issued, EventDraft draft) {
        draft.ofIdentity(issued.identity().value()).withToken(order.facts(issued));
        return issued.linked()
                ? trail.commitIfHeld(draft.beside(EventType.IDENTITY_LINKED))
                : links.find(order.pool().name(), order.user())
                        .filter(login -> login.status() == IdentityStatus.ENABLED)
                        .filter(login -> login.identity().equals(issued.identity()))
                        .isPresent();
    }

    /// Disabling, unlinking, merging and deleting hold from the moment they are answered, and so for a request that
    /// was waiting for Cognito, too.
    private boolean isRecorded(
            TokenOrder order, IssuedToken issued, TemporaryCredentials credentials, EventDraft draft) {
        draft.withToken(order.facts(issued)).answeredBy(credentials.awsRequestId());
        return trail.commitIfHeld(draft, List.of());
    }

    /// A refusal of a role that the request names says nothing about the identity.
    private static boolean identityMayBeGone(CognitoFailedException failed, Optional<String> customRoleArn) {
        return failed.failure() == CognitoFailure.NOT_FOUND
                || (failed.failure() == CognitoFailure.LOGIN_REFUSED && customRoleArn.isEmpty());
    }

    /// The token was good a moment ago, so what the request names can be at fault in its role alone.
    private static RefusedException refusal(CognitoFailedException failed, Optional<String> customRoleArn) {
        if (failed.failure() == CognitoFailure.LOGIN_REFUSED && customRoleArn.isPresent()) {
            return new RefusedException(
                    ProblemCode.LOGIN_REJECTED, "Cognito does not let this identity have the role of customRoleArn.");
        }
        return failed.refusal(false, false);
    }

    private static RefusedException mappingChanges() {
        return new RefusedException(ProblemCode.STORE_UNAVAILABLE, "The user's mapping keeps changing.");
    }
}
