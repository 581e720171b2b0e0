/// Which identity is whose: user ids, identity ids, and the lasting mapping between them in Postgres. The only
/// user of Hibernate. Imports `pool` and `problem`.
@NullMarked
package org.identitybroker.identity;

import org.jspecify.annotations.NullMarked;
