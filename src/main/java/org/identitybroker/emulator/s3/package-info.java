/// Owns a small Amazon S3: its wire protocol, its signatures and uploads, and the objects, in memory. May
/// import `http`, `iam`, `principal`, `sigv4` and `wire`.
@NullMarked
package org.identitybroker.emulator.s3;

import org.jspecify.annotations.NullMarked;
