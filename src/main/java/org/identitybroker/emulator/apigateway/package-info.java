/// Owns one route of Amazon API Gateway that needs IAM authorization, and the function behind it. May
/// import `http`, `iam`, `principal`, `credential`, `sigv4` and `wire`.
@NullMarked
package org.identitybroker.emulator.apigateway;

import org.jspecify.annotations.NullMarked;
