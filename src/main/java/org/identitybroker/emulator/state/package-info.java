/// Owns the identity pools, their identities and who holds which login, all in memory.
@NullMarked
package org.identitybroker.emulator.state;

import org.jspecify.annotations.NullMarked;
