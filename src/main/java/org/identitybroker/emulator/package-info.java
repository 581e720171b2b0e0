/// Owns a Cognito Identity service for development and tests: its start, its options and the way of one request.
@NullMarked
package org.identitybroker.emulator;

import org.jspecify.annotations.NullMarked;
