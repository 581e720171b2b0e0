package org.identitybroker.adoption;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// One import's questions to Cognito, one after the other. If it fails too often in a row, the import ends: a million
/// lines that fail one by one would help nobody.
final class CognitoChecks {
    /// Each of them has been tried `broker.cognito.max-attempts` times, so ten in a row are an outage and no bad luck.
    static final int FAILURES_IN_A_ROW_MAX = 10;

    private final CognitoGateway cognito;
    private final CheckPace pace;
    private final Pool pool;
    private int failuresInARow;

    CognitoChecks(CognitoGateway cognito, CheckPace pace, Pool pool) {
        this.cognito = cognito;
        this.pace = pace;
        this.pool = pool;
    }

    /// Empty if Cognito does not know the user.
    ///
    /// @throws CognitoFailedException if the line in hand cannot be checked
    /// @throws RefusedException if no line can
    Optional<IdentityId> identityOf(String developerUserIdentifier) throws InterruptedException {
        return ask(() -> cognito.identityOf(pool, developerUserIdentifier));
    }

    /// Everybody whom Cognito has linked to it; fails like [#identityOf].
    Set<String> developerUserIdentifiers(IdentityId identity) throws InterruptedException {
        return ask(() -> cognito.developerUserIdentifiers(pool, identity));
    }

    private <T> T ask(Supplier<T> question) throws InterruptedException {
        pace.await();
        try {
            T answer = question.get();
            failuresInARow = 0;
            return answer;
        } catch (CognitoFailedException failed) {
            failuresInARow++;
            if (failed.failure() == CognitoFailure.MISCONFIGURED || failuresInARow == FAILURES_IN_A_ROW_MAX) {
                throw new RefusedException(code(failed), code(failed).title() + ".");
            }
            throw failed;
        }
    }

    static ProblemCode code(CognitoFailedException failed) {
        return failed.failure().problem(false, false);
    }
}
