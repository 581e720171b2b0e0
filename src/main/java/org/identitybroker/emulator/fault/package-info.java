/// Owns what goes wrong on demand, and the log of requests received.
@NullMarked
package org.identitybroker.emulator.fault;

import org.jspecify.annotations.NullMarked;
