/// The reading of the audit trail: `GET /v1/audit-events`. Imports `audit`, `caller`, `exchange`, `pool`, `problem` and
/// `store`.
@NullMarked
package org.identitybroker.trail;

import org.jspecify.annotations.NullMarked;
