/// Owns the emulator's own HTTP interface for tests, under /_emulator.
@NullMarked
package org.identitybroker.emulator.control;

import org.jspecify.annotations.NullMarked;
