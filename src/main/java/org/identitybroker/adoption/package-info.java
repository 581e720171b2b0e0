/// Takes over the users that an existing identity pool already has: imports, read line by line, and their progress in
/// `import_run`. Imports `caller`, `cognito`, `exchange`, `identity`, `pool`, `problem` and `setting`.
@NullMarked
package org.identitybroker.adoption;

import org.jspecify.annotations.NullMarked;
