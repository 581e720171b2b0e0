package org.identitybroker.credentials;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.cognito.Grant;
import org.identitybroker.cognito.TemporaryCredentials;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.token.IssuedToken;
import org.identitybroker.token.TokenOrder;
import org.identitybroker.token.TokenService;

/// The story of one credentials request: issue a token by the rules that hold for all, redeem it, and answer only
/// credentials of the identity that the token is for. No transaction is open while Cognito is asked.
@ApplicationScoped
class CredentialsService {
    private final TokenService tokens;
    private final CognitoGateway cognito;

    CredentialsService(TokenService tokens, CognitoGateway cognito) {
        this.tokens = tokens;
        this.cognito = cognito;
    }

    /// Between a token and its redemption somebody may delete the identity or take its last login. Then the token
    /// is asked for once more: the rules for a user whose identity is lost or closed are the token's.
    ///
    /// @throws RefusedException for every reason not to answer with credentials
    IssuedCredentials issue(TokenOrder order, Optional<String> customRoleArn) {
        requireServerSide(order);
        try {
            return redeem(tokens.issue(order), customRoleArn);
        } catch (CognitoFailedException failed) {
            if (!identityMayBeGone(failed, customRoleArn)) {
                throw refusal(failed, customRoleArn);
            }
        }
        try {
            return redeem(tokens.issue(order), customRoleArn);
        } catch (CognitoFailedException failed) {
            throw refusal(failed, customRoleArn);
        }
    }

    private static void requireServerSide(TokenOrder order) {
        if (!order.pool().serverSideCredentials()) {
            throw new RefusedException(
                    ProblemCode.FORBIDDEN, "The broker issues no credentials for this pool, only tokens.");
        }
    }

    private IssuedCredentials redeem(IssuedToken issued, Optional<String> customRoleArn) {
        TemporaryCredentials credentials =
                cognito.credentials(issued.pool(), new Grant(issued.identity(), issued.token()), customRoleArn);
        if (!credentials.identity().equals(issued.identity())) {
            throw new RefusedException(
                    ProblemCode.IDENTITY_CONFLICT, "Cognito has merged the user's identity into another one.");
        }
        return new IssuedCredentials(issued.pool(), credentials);
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
}
