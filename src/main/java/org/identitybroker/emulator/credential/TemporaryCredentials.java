package org.identitybroker.emulator.credential;

import java.time.Instant;

/// AWS credentials that end with their session. Not a record, because they must not print themselves.
public final class TemporaryCredentials {
    private final String accessKeyId;
    private final String secretKey;
    private final String sessionToken;
    private final Instant expiration;

    TemporaryCredentials(String accessKeyId, String secretKey, String sessionToken, Instant expiration) {
        this.accessKeyId = accessKeyId;
        this.secretKey = secretKey;
        this.sessionToken = sessionToken;
        this.expiration = expiration;
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public String revealSecretKey() {
        return secretKey;
    }

    public String revealSessionToken() {
        return sessionToken;
    }

    public Instant expiration() {
        return expiration;
    }

    @Override
    public String toString() {
        return "TemporaryCredentials[" + accessKeyId + "]";
    }
}
