package org.identitybroker.emulator.sigv4;

import java.util.Optional;

/// Finds the secret that belongs to an access key; empty if the key is not known.
@FunctionalInterface
public interface SecretKeys {
    Optional<String> secretOf(String accessKeyId);
}
