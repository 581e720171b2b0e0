/// What holds for every HTTP exchange: the request id, exact paths, the body limit, strict JSON, the log line,
/// and the mapping of each failure to a problem. Imports `problem`.
@NullMarked
package org.identitybroker.exchange;

import org.jspecify.annotations.NullMarked;
