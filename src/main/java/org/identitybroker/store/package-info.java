/// The one way to a transaction, and the line between a database that cannot serve and a statement that is wrong.
/// Imports `problem` and `tracing`.
@NullMarked
package org.identitybroker.store;

import org.jspecify.annotations.NullMarked;
