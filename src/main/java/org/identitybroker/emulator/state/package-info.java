/// Owns the identity pools, their identities, roles and tags, and who holds which login, all in memory.
@NullMarked
package org.identitybroker.emulator.state;

import org.jspecify.annotations.NullMarked;
