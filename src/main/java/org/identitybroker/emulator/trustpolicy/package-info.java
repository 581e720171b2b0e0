/// Owns who may assume which role: the trust policies, and IAM's GetRole, which shows them; may import the
/// pools' state, the roles, principals and their policies, and the protocol.
@NullMarked
package org.identitybroker.emulator.trustpolicy;

import org.jspecify.annotations.NullMarked;
