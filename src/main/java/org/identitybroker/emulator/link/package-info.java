/// Owns the rules by which logins are linked to identities and identities are merged.
@NullMarked
package org.identitybroker.emulator.link;

import org.jspecify.annotations.NullMarked;
