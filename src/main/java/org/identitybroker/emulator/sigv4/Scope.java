package org.identitybroker.emulator.sigv4;

import java.util.Optional;

/// The `Credential` of an authorization: who signed, and for which day, region and service.
public record Scope(String accessKeyId, String date, String region, String service, String terminator) {
    private static final int PARTS = 5;

    static Optional<Scope> parse(String credential) {
        String[] parts = credential.split("/", -1);
        return parts.length == PARTS
                ? Optional.of(new Scope(parts[0], parts[1], parts[2], parts[3], parts[4]))
                : Optional.empty();
    }

    /// The scope as it stands in the string to sign.
    public String withoutKey() {
        return String.join("/", date, region, service, terminator);
    }
}
