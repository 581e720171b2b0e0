/// Server-side redemption: a token that was issued as for everybody is redeemed by the broker itself, which answers
/// with the user's AWS credentials, also in the forms of an SDK's `credential_process` and of container credentials.
/// Imports `audit`, `token`, `caller`, `pool`, `identity`, `cognito`, `exchange` and `problem`.
@NullMarked
package org.identitybroker.credentials;

import org.jspecify.annotations.NullMarked;
