/// The door to Amazon Cognito: one narrow interface for requests and one for diagnoses, their forms on the AWS
/// SDK, and the translation of every failure. The only user of the AWS SDK. Imports `identity`, `pool`,
/// `problem`, `quota`, `setting` and `tracing`.
@NullMarked
package org.identitybroker.cognito;

import org.jspecify.annotations.NullMarked;
