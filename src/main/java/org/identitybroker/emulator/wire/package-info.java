/// Owns the protocols: AWS JSON 1.1 of Cognito Identity and the Query protocol of STS, with operations,
/// constraints, error names and texts.
@NullMarked
package org.identitybroker.emulator.wire;

import org.jspecify.annotations.NullMarked;
