/// Who calls: trusted issuers, the verification of their tokens, and the registry that says what each caller may
/// do. The only reader of JWT claims. Imports `exchange`, `identity`, `pool`, `problem` and `setting`.
@NullMarked
package org.identitybroker.caller;

import org.jspecify.annotations.NullMarked;
