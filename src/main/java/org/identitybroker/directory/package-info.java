/// Reads and changes whose identity is whose, for operators and back offices: the identities API. Imports `audit`,
/// `caller`, `pool`, `identity`, `cognito`, `exchange` and `problem`.
@NullMarked
package org.identitybroker.directory;

import org.jspecify.annotations.NullMarked;
