package org.identitybroker.emulator.sigv4;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The access keys whose signatures are accepted. Not a record, because secrets must not print themselves.
public final class AccessKeys implements SecretKeys {
    private final Map<String, String> secrets;

    private AccessKeys(Map<String, String> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    /// Access key `test` with secret `test`, as is usual among emulators.
    public static AccessKeys standard() {
        return new AccessKeys(Map.of("test", "test"));
    }

    /// These keys beside the ones that are there already; the same id replaces its secret.
    public AccessKeys and(Map<String, String> secretsById) {
        Map<String, String> all = new LinkedHashMap<>(secrets);
        all.putAll(secretsById);
        return new AccessKeys(all);
    }

    @Override
    public Optional<String> secretOf(String accessKeyId) {
        return Optional.ofNullable(secrets.get(accessKeyId));
    }

    @Override
    public String toString() {
        return "AccessKeys" + secrets.keySet();
    }
}
