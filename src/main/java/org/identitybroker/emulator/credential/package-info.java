/// Owns the temporary AWS credentials: making them, and telling who signed with them; imports sigv4 and http.
@NullMarked
package org.identitybroker.emulator.credential;

import org.jspecify.annotations.NullMarked;
