package org.identitybroker.cognito;

import org.identitybroker.pool.Pool;

/// What a diagnosis asks of AWS about a pool, beside [CognitoGateway]: with the pool's credentials, with
/// deadlines of its own, and past the circuit breaker, because it is asked when that is open. Each method is one
/// call with at most one retry, changes nothing, counts against no quota of tokens, and throws
/// [InspectionFailedException].
public interface PoolInspection {
    /// STS GetCallerIdentity.
    AwsCaller caller(Pool pool);

    /// DescribeIdentityPool.
    PoolDescription describe(Pool pool);

    /// GetIdentityPoolRoles.
    AttachedRoles roles(Pool pool);

    /// IAM GetRole: the role's trust policy, in JSON.
    ///
    /// @param roleArn of a role in the account that the pool's credentials are of
    String trustPolicy(Pool pool, String roleArn);

    /// How many attempts for this pool Cognito has throttled since this replica's start. Asks nobody.
    long throttledAttempts(Pool pool);
}
