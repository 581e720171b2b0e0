/// Owns what each operation of the API does, one class for each.
@NullMarked
package org.identitybroker.emulator.operation;

import org.jspecify.annotations.NullMarked;
