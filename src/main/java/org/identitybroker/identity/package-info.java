/// Which identity is whose: user ids, identity ids, and the lasting mapping between them in Postgres. The one
/// way to a transaction. Imports `pool` and `problem`.
@NullMarked
package org.identitybroker.identity;

import org.jspecify.annotations.NullMarked;
