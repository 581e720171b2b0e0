/// The governor: an account's Cognito quota held over all replicas together, by slots leased through Postgres, with a
/// fair wait for them and a rate that gives way when Cognito throttles. Imports `pool`, `problem` and `store`.
@NullMarked
package org.identitybroker.quota;

import org.jspecify.annotations.NullMarked;
