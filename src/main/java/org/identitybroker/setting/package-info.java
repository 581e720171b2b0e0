/// Reads the text of settings into typed values and gathers every mistake, so that a start that fails names all
/// of them at once. Imports nothing of ours.
@NullMarked
package org.identitybroker.setting;

import org.jspecify.annotations.NullMarked;
