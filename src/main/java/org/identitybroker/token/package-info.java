/// The public operation: from a caller's word for a user to Cognito's token. `TokenService` tells the story of
/// one request; `TokenDesk` and `TokenService` serve whoever goes on with a token. Imports `audit`,
/// `caller`, `pool`, `identity`, `cognito`, `exchange`, `problem` and `setting`.
@NullMarked
package org.identitybroker.token;

import org.jspecify.annotations.NullMarked;
