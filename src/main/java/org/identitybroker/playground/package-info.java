/// A sample login system and the page that uses it, to see how everything works together. The login system calls the
/// broker as every other does: over HTTP, with a caller's JWT, and so this package imports nothing of the broker's. In
/// dev, test and demo builds only.
@NullMarked
package org.identitybroker.playground;

import org.jspecify.annotations.NullMarked;
