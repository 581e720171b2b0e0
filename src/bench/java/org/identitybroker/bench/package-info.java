/// What the broker costs: the packaged application under load, beside what the AWS SDK and one indexed read cost alone.
@NullMarked
package org.identitybroker.bench;

import org.jspecify.annotations.NullMarked;
