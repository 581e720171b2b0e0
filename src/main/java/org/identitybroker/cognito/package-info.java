/// The door to Amazon Cognito: one narrow interface, its form on the AWS SDK, and the translation of every
/// failure. The only user of the AWS SDK. Imports `identity`, `pool`, `problem` and `setting`.
@NullMarked
package org.identitybroker.cognito;

import org.jspecify.annotations.NullMarked;
