/// Owns the file that says what an emulator has from the start; may import iam, operation, provider, state and wire,
/// and the emulator's options.
@NullMarked
package org.identitybroker.emulator.seed;

import org.jspecify.annotations.NullMarked;
