package org.identitybroker.pool;

import java.util.Optional;

/// How Cognito knows a pool's users. Cognito puts the developer user identifier into the token's `amr`, where the
/// user's device can read it.
public sealed interface UserIdentifiers {
    /// The developer user identifier of a user whom Cognito has not been told of yet.
    String of(String identityPoolId, String userId);

    /// Which key makes the identifiers, so that a row can say what it was made with; empty if there is no key.
    Optional<String> keyId();

    /// By the user id itself.
    record Plain() implements UserIdentifiers {
        @Override
        public String of(String identityPoolId, String userId) {
            return userId;
        }

        @Override
        public Optional<String> keyId() {
            return Optional.empty();
        }
    }

    /// By a pseudonym that only the holder of the key can compute.
    record Pseudonyms(PseudonymKey key, String id) implements UserIdentifiers {
        @Override
        public String of(String identityPoolId, String userId) {
            return key.pseudonym(identityPoolId, userId);
        }

        @Override
        public Optional<String> keyId() {
            return Optional.of(id);
        }
    }
}
