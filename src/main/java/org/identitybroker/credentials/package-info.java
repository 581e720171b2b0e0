/// Server-side redemption: a token that was issued as for everybody is redeemed by the broker itself, which answers
/// with the user's AWS credentials, also in the form of an SDK's `credential_process`. Imports `token`, `caller`,
/// `pool`, `identity`, `cognito`, `exchange` and `problem`.
@NullMarked
package org.identitybroker.credentials;

import org.jspecify.annotations.NullMarked;
