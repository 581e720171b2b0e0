/// Whether the broker may start and is ready: refuses settings that are wrong, and shows what it knows of
/// Cognito. Imports `setting` and `cognito`.
@NullMarked
package org.identitybroker.health;

import org.jspecify.annotations.NullMarked;
