/// Owns IAM policies: reading policy documents, which role has which, and whether a request is allowed. Pure
/// functions but for the one list of policies; imports nothing else of the emulator.
@NullMarked
package org.identitybroker.emulator.iam;

import org.jspecify.annotations.NullMarked;
