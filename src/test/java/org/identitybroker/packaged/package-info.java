/// The packaged application as an operator runs it: its own process, an ordinary Postgres, settings in the
/// environment.
@NullMarked
package org.identitybroker.packaged;

import org.jspecify.annotations.NullMarked;
