/// Takes over the users that an existing identity pool already has: imports, read line by line, and their progress in
/// `import_run`. Imports `audit`, `caller`, `cognito`, `exchange`, `identity`, `pool`, `problem`, `setting` and
/// `store`.
@NullMarked
package org.identitybroker.adoption;

import org.jspecify.annotations.NullMarked;
