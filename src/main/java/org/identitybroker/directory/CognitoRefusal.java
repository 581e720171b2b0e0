package org.identitybroker.directory;

import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.problem.RefusedException;

/// What a failure of Cognito's is for those who change identities.
final class CognitoRefusal {
    private CognitoRefusal() {}

    /// @param named whether what the request names may be what Cognito refuses
    static RefusedException of(CognitoFailedException failed, boolean named) {
        return failed.refusal(named, named);
    }
}
