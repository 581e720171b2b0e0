package org.identitybroker.emulator.sigv4;

import java.util.Optional;

/// Where the secret of an access key is found.
@FunctionalInterface
public interface Secrets {
    /// Empty for a key that is not known.
    Optional<String> secretOf(String accessKeyId);
}
