/// Owns the AWS JSON 1.1 protocol of Cognito Identity: operations, constraints, error names and texts.
@NullMarked
package org.identitybroker.emulator.wire;

import org.jspecify.annotations.NullMarked;
