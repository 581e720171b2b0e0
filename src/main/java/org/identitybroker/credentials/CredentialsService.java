package org.identitybroker.credentials;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
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
    /// for once more, as the rules for such a user are the token's; twice within a request is a storm.
    private static final int ROUNDS_MAX = 2;

    private final TokenService tokens;
    private final IdentityLinks links;
    private final CognitoGateway cognito;

    CredentialsService(TokenService tokens, IdentityLinks links, CognitoGateway cognito) {
        this.tokens = tokens;
        this.links = links;
        this.cognito = cognito;
    }

    /// @throws RefusedException for every reason not to answer with credentials
    IssuedCredentials issue(TokenOrder order, Optional<String> customRoleArn) {
        requireServerSide(order);
        RefusedException lastRefusal = mappingChanges();
        for (int i = 0; i < ROUNDS_MAX; i++) {
            IssuedToken issued = tokens.issue(order);
            try {
                TemporaryCredentials credentials = redeem(issued, customRoleArn);
                if (isStillHeld(order, issued)) {
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

    /// Disabling, unlinking, merging and deleting hold from the moment they are answered, and so for a request that
    /// was waiting for Cognito, too.
    private boolean isStillHeld(TokenOrder order, IssuedToken issued) {
        return links.find(order.pool().name(), order.user())
                .filter(login -> login.status() == IdentityStatus.ENABLED)
                .filter(login -> login.identity().equals(issued.identity()))
                .isPresent();
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
        ProblemCode code = failed.failure().problem(false, false);
        return new RefusedException(code, code.title() + ".");
    }

    private static RefusedException mappingChanges() {
        return new RefusedException(ProblemCode.STORE_UNAVAILABLE, "The user's mapping keeps changing.");
    }
}
