package org.identitybroker.credentials;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.identitybroker.cognito.TemporaryCredentials;
import org.identitybroker.pool.Pool;

/// Credentials that may be answered: their identity is the one that the mapping holds.
record IssuedCredentials(Pool pool, TemporaryCredentials credentials) {
    /// In whole seconds, never later than Cognito's word.
    Instant expiration() {
        return credentials.expiration().truncatedTo(ChronoUnit.SECONDS);
    }
}
