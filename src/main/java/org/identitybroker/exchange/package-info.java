/// What holds for every HTTP exchange: the request id, exact paths, the limits, strict JSON, the log line,
/// and the mapping of each failure to a problem. Imports `problem`, `setting` and
/// `tracing`.
@NullMarked
package org.identitybroker.exchange;

import org.jspecify.annotations.NullMarked;
