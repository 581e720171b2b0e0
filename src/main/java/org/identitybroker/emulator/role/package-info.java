/// Owns which IAM role an identity gets; may import the pools' state, proven logins and the refusals of wire.
@NullMarked
package org.identitybroker.emulator.role;

import org.jspecify.annotations.NullMarked;
