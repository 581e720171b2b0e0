/// Owns the temporary AWS credentials: making them, and knowing them again.
@NullMarked
package org.identitybroker.emulator.credential;

import org.jspecify.annotations.NullMarked;
