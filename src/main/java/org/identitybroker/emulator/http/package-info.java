/// Owns the HTTP server: whole requests in, whole replies out, on virtual threads and within limits.
@NullMarked
package org.identitybroker.emulator.http;

import org.jspecify.annotations.NullMarked;
