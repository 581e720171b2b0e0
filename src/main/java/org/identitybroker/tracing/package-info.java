/// The trace that an exchange is part of: its id, for every exchange, and its spans, if they are wanted somewhere.
/// The only user of OpenTelemetry. Imports `problem` and `setting`.
@NullMarked
package org.identitybroker.tracing;

import org.jspecify.annotations.NullMarked;
