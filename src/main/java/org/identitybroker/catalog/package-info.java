/// Tells callers what they may use: `GET /v1/pools`. Imports `caller` and `pool`.
@NullMarked
package org.identitybroker.catalog;

import org.jspecify.annotations.NullMarked;
