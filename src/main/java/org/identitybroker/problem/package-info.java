/// Every way in which the broker says no, as data: the codes, the refusal that carries one, and the
/// `application/problem+json` body (RFC 9457). Imports nothing of ours.
@NullMarked
package org.identitybroker.problem;

import org.jspecify.annotations.NullMarked;
