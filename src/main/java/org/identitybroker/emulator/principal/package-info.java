/// Owns who stands behind the credentials of a signed request: the account's own access keys, or a session
/// of an identity. Knows credentials, IAM and access keys.
@NullMarked
package org.identitybroker.emulator.principal;

import org.jspecify.annotations.NullMarked;
