/// Owns public login providers: which a pool trusts, and whether a login token is genuine.
@NullMarked
package org.identitybroker.emulator.provider;

import org.jspecify.annotations.NullMarked;
