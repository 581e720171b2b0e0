/// Owns the part of STS by which tokens become credentials: may import credential, jwt, role, state and wire.
@NullMarked
package org.identitybroker.emulator.sts;

import org.jspecify.annotations.NullMarked;
