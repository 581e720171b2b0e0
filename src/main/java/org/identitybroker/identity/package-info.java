/// Which identity is whose: user ids, identity ids, and the lasting mapping between them in Postgres.
/// Imports `audit`, `pool`, `problem` and `store`.
@NullMarked
package org.identitybroker.identity;

import org.jspecify.annotations.NullMarked;
