/// What tests of several packages share.
@NullMarked
package org.identitybroker.testing;

import org.jspecify.annotations.NullMarked;
