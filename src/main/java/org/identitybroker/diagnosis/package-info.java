/// What could be wrong with a pool, from AWS to certificates, in words for the person on call, when it is asked
/// for and after a start. Imports `audit`, `caller`, `cognito`, `identity`, `pool`, `problem`, `quota`,
/// `setting` and `store`.
///
/// The AWS actions that a diagnosis calls:
///
/// - `sts:GetCallerIdentity`, which needs no permission
/// - `cognito-identity:DescribeIdentityPool`
/// - `cognito-identity:GetIdentityPoolRoles`
/// - `cognito-identity:LookupDeveloperIdentity`
/// - `iam:GetRole`, on the roles that are attached to the pool; optional
@NullMarked
package org.identitybroker.diagnosis;

import org.jspecify.annotations.NullMarked;
