/// The configured identity pools and their limits. Imports `setting`.
@NullMarked
package org.identitybroker.pool;

import org.jspecify.annotations.NullMarked;
