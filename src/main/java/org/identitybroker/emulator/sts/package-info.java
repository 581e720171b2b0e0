/// Owns the part of STS by which tokens become credentials: may import credential, jwt, principal, role,
/// sigv4, state and wire.
@NullMarked
package org.identitybroker.emulator.sts;

import org.jspecify.annotations.NullMarked;
