/// Owns the emulator as a program of its own: its arguments, its output and its end; may import seed and the emulator.
@NullMarked
package org.identitybroker.emulator.standalone;

import org.jspecify.annotations.NullMarked;
