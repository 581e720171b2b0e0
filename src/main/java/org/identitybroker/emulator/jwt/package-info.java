/// Owns the OpenID tokens that Cognito signs, and the reading of anybody's JSON web tokens.
@NullMarked
package org.identitybroker.emulator.jwt;

import org.jspecify.annotations.NullMarked;
