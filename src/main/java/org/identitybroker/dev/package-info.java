/// What only the dev, test and demo builds have: the emulator seeded with the configured pools, an issuer for the
/// demo caller, and a banner. Imports `caller`, `cognito`, `emulator`, `pool` and `problem`; nothing imports it.
@NullMarked
package org.identitybroker.dev;

import org.jspecify.annotations.NullMarked;
