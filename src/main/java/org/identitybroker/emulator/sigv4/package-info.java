/// Owns the verification of AWS Signature Version 4, for any service.
@NullMarked
package org.identitybroker.emulator.sigv4;

import org.jspecify.annotations.NullMarked;
